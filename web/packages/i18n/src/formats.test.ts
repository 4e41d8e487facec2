import { describe, expect, it } from 'vitest';
import { date, dateTime, decimal, duration, money, percent, phone } from './formats';

const nbsp = '\u00a0';

describe('decimal', () => {
  it('groups and keeps every digit of a large amount', () => {
    expect(decimal('en', '123456789012.000001')).toBe('123,456,789,012.000001');
    expect(decimal('uz', '1234567.890000', 2)).toBe(`1${nbsp}234${nbsp}567,89`);
    expect(decimal('ru', '12.5', 2)).toBe('12,50');
  });
  it('writes a minus sign, and no hyphen', () => {
    expect(decimal('uz', '-1000')).toBe(`\u22121${nbsp}000`);
  });
});

describe('money', () => {
  it('always says the currency', () => {
    expect(money('uz', '55.000000', 'UZS')).toBe(`55,00${nbsp}soʻm`);
    expect(money('ru', '55.000000', 'UZS')).toBe(`55,00${nbsp}сум`);
    expect(money('en', '1234567.890000', 'UZS')).toBe(`UZS${nbsp}1,234,567.89`);
    expect(money('uz', '0.012300', 'USD')).toBe(`0,0123${nbsp}USD`);
  });
});

describe('times', () => {
  const at = new Date('2026-11-24T19:30:05.042Z');
  it('are those of the zone, also across midnight', () => {
    expect(dateTime(at, 'Asia/Tashkent', true)).toBe('2026-11-25 00:30:05.042');
    expect(date(at, 'UTC')).toBe('2026-11-24');
  });
});

describe('duration', () => {
  it('has one unit, or two from an hour on', () => {
    expect(duration('en', 420)).toBe(`420${nbsp}ms`);
    expect(duration('en', 1980)).toBe(`1.9${nbsp}s`);
    expect(duration('uz', 1980)).toBe(`1,9${nbsp}s`);
    expect(duration('en', 59_999)).toBe(`59.9${nbsp}s`);
    expect(duration('en', 125 * 60_000)).toBe(`2${nbsp}h 5${nbsp}min`);
  });
});

describe('phone', () => {
  it('shows the operator and the last two digits of a masked number', () => {
    expect(phone('+998901234567', true)).toBe(`+998 90 *** ** 67`.replaceAll(' ', nbsp));
    expect(phone('998901234567', false)).toBe(`+998 90 123 45 67`.replaceAll(' ', nbsp));
  });
  it('leaves what is no number as it is', () => {
    expect(phone('BANK', true)).toBe('BANK');
  });
});

it('writes shares', () => {
  expect(percent('en', 0.985)).toBe('98.5%');
  expect(percent('ru', 0.985)).toBe(`98,5${nbsp}%`);
});
