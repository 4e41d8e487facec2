import { describe, expect, it } from 'vitest';
import { amountRule, canonical, destinationOf, given, instantOf } from './rows';

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

describe('amounts', () => {
  const valid = (typed: string) => amountRule.validate(typed);
  it('are not guessed when a comma may be a mark between thousands', () => {
    expect(valid('500,000')).toBe(false);
    expect(valid('1,250')).toBe(false);
    expect(valid('1,250.50')).toBe(false);
    expect(valid('500 000')).toBe(true);
    expect(valid('1250,50')).toBe(true);
    expect(canonical('1 250,50')).toBe('1250.50');
    expect(valid('0.012345')).toBe(true);
  });
});

describe('instants', () => {
  it('need an offset, and a day that the month has', () => {
    expect(instantOf('2026-12-01T09:00')).toBe('2026-12-01T04:00:00.000Z');
    expect(instantOf('2026-12-01T09:00:00')).toBeUndefined();
    expect(instantOf('2026-02-31')).toBeUndefined();
    expect(instantOf('2026-12-01T09:00:00Z')).toBe('2026-12-01T09:00:00.000Z');
  });
});
