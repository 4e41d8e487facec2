import { expect, it } from 'vitest';
import { canonical, destinationOf, given, instantOf } from './rows';

it('reads amounts as people write them', () => {
  expect(canonical('10\u00a0000 000,50')).toBe('10000000.50');
  expect(canonical('\u22125')).toBe('-5');
});

it('reads times of Tashkent, and those with a zone; and nothing else', () => {
  expect(instantOf('2026-12-01')).toBe('2026-11-30T19:00:00.000Z');
  expect(instantOf('2026-12-01 09:30')).toBe('2026-12-01T04:30:00.000Z');
  expect(instantOf('2026-12-01T00:00:00Z')).toBe('2026-12-01T00:00:00.000Z');
  expect(instantOf('1')).toBeUndefined();
  expect(instantOf('2026-13-45')).toBeUndefined();
});

it('names destinations, and leaves out what is empty', () => {
  expect(destinationOf({ mcc: '434', mnc: '04' })).toBe('434 04');
  expect(destinationOf({ prefix: '99890' })).toBe('99890*');
  expect(destinationOf({})).toBeUndefined();
  expect(given({ mcc: '434', mnc: '' })).toEqual({ mcc: '434' });
});
