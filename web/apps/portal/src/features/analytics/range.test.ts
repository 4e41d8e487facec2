import { expect, it } from 'vitest';
import { bothEnds, type Figure, messagesLink, partsOf, stepsOf, timeOf } from './range';

const now = new Date('2026-11-30T12:00:00Z');
const zone = 'Asia/Tashkent';

it('takes two instants from the address as they are', () => {
  const search = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  expect(timeOf(search, now, zone)).toEqual(search);
  expect(bothEnds(search, now, zone)).toEqual(search);
});

it('ends a time that is told from now on back with now', () => {
  expect(bothEnds(timeOf({ from: '-1h' }, now, zone), now, zone)).toEqual({
    from: '2026-11-30T11:00:00.000Z',
    to: '2026-11-30T12:00:00.000Z',
  });
});

it.each([
  {},
  { from: 'century' },
  { from: 'yesterday', to: '2026-11-02' },
  { from: '2026-11-03', to: '2026-11-02' },
  { to: '2026-11-02T00:00:00Z' },
])('has a day when the address says nothing that can be read: %j', (search) => {
  expect(timeOf(search as Record<string, string>, now, zone)).toEqual({ from: '-24h' });
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
