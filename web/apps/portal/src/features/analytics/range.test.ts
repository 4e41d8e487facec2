import { expect, it } from 'vitest';
import { type Figure, messagesLink, partsOf, rangeOf, stepsOf } from './range';

const now = Date.parse('2026-11-30T12:00:00Z');

it('takes two instants from the address before a preset', () => {
  const search = { range: 'week', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  expect(rangeOf(search, now)).toEqual({
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-02T00:00:00.000Z',
    preset: 'fixed',
  });
});

it.each([
  {},
  { range: 'century' },
  { from: 'yesterday', to: '2026-11-02' },
  { from: '2026-11-03', to: '2026-11-02' },
])('has a day when the address says nothing that can be read: %j', (search) => {
  expect(rangeOf(search as Record<string, string>, now)).toMatchObject({
    from: '2026-11-29T12:00:00.000Z',
    preset: 'day',
  });
});

it('offers steps that can be read', () => {
  expect(stepsOf(3_600_000)).toEqual(['minute', 'five_minutes']);
  expect(stepsOf(24 * 3_600_000)).toEqual(['hour']);
  expect(stepsOf(7 * 24 * 3_600_000)).toEqual(['hour', 'day']);
  expect(stepsOf(1000)).toEqual(['day']);
});

it('divides what was accepted without a rest', () => {
  const figure = { accepted: 10, ended: 8, states: { delivered: 4, expired: 1, rejected: 1, canceled: 2 } };
  expect(partsOf(figure as unknown as Figure)).toEqual({ delivered: 4, failed: 2, other: 2, waiting: 2 });
});

it('leads to the messages of a figure', () => {
  expect(messagesLink('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', { class: 'otp' })).toBe(
    '/messages?class=otp&accepted_from=2026-11-01T00%3A00%3A00Z&accepted_before=2026-11-02T00%3A00%3A00Z',
  );
});
