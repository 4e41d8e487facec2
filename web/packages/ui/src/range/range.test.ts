import { describe, expect, it } from 'vitest';
import { frozen, instantsOf, isFixed, millisOf, rangeText, shifted, type TimeRange } from './range';
import { typedRange } from './typed';

const zone = 'Asia/Tashkent';
// 17:00 in Tashkent, a Monday.
const now = new Date('2026-11-30T12:00:00Z');
const read = (text: string) => typedRange(text, now, zone);

describe('a range that is typed', () => {
  it.each<[string, TimeRange]>([
    ['', {}],
    ['-3h', { from: '-3h' }],
    [' -15 MIN ', { from: '-15m' }],
    ['\u22122 soat', { from: '-2h' }],
    ['-7д', { from: '-7d' }],
    ['-3h..-1h', { from: '-3h', to: '-1h' }],
    ['today', { from: 'today' }],
    ['Bugun', { from: 'today' }],
    ['сегодня', { from: 'today' }],
    ['24.11 10:00..11:30', { from: '2026-11-24T05:00:00Z', to: '2026-11-24T06:30:00Z' }],
    ['24.11 10:00 – 11:30', { from: '2026-11-24T05:00:00Z', to: '2026-11-24T06:30:00Z' }],
    ['24.11 23:00..01:00', { from: '2026-11-24T18:00:00Z', to: '2026-11-24T20:00:00Z' }],
    ['24.11', { from: '2026-11-23T19:00:00Z', to: '2026-11-24T19:00:00Z' }],
    ['24.11..26.11', { from: '2026-11-23T19:00:00Z', to: '2026-11-26T19:00:00Z' }],
    ['2026-11-24 10:00:30..', { from: '2026-11-24T05:00:30Z', to: undefined }],
    ['24.12', { from: '2025-12-23T19:00:00Z', to: '2025-12-24T19:00:00Z' }],
    ['24.12.2026..', { from: '2026-12-23T19:00:00Z', to: undefined }],
    ['10:00', { from: '2026-11-30T05:00:00Z', to: undefined }],
    ['..2026-11-01', { from: undefined, to: '2026-11-01T19:00:00Z' }],
    [
      '2026-11-24T10:00:00+03:00..2026-11-24t08:00z',
      { from: '2026-11-24T07:00:00.000Z', to: '2026-11-24T08:00:00.000Z' },
    ],
  ])('%s', (text, range) => {
    expect(read(text)).toEqual(range);
  });

  it.each([
    'yesterday-ish',
    '3h',
    '-3y',
    '-h',
    '31.02',
    '29.02.2026',
    '24.13',
    '24.11 25:00',
    '24.11 10:60',
    '10:00..11:00..12:00',
    '2026-11-24..2026-11-20',
    '-1h..-3h',
    '24.11 10:00..24.11 10:00',
    '2026-02-31T10:00:00',
    '24.11 10:00 11:30',
    '..',
    '1e3',
    '-3h<script>',
  ])('is refused: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

/** Numbers that are the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('of any range', () => {
  const next = sequence(7);
  const ends = () => `-${1 + next(999)}${'mhdw'[next(4)]}`;
  const instant = (from: number) => `${new Date(from).toISOString().slice(0, 19)}Z`;
  const any = (): TimeRange => {
    const from = Date.UTC(2020, 0, 1) + next(200_000_000) * 1000;
    switch (next(5)) {
      case 0:
        return { from: ends() };
      case 1:
        return { from: 'today' };
      case 2:
        return { from: instant(from), to: undefined };
      case 3:
        return { from: undefined, to: instant(from) };
      default:
        return { from: instant(from), to: instant(from + 1000 * (1 + next(400_000))) };
    }
  };
  const all = Array.from({ length: 2_000 }, any);

  it('the text is read as the same range', () => {
    for (const range of all) {
      expect(typedRange(rangeText(range, zone), now, zone), rangeText(range, zone)).toEqual(range);
    }
  });

  it('freezing it keeps its instants, and freezing again changes nothing', () => {
    for (const range of all.filter((it) => it.from !== undefined)) {
      const first = frozen(range, now, zone);
      const { from } = instantsOf(range, now, zone);
      expect(isFixed(first)).toBe(true);
      expect(Date.parse(first.from ?? '')).toBe(Math.floor(Date.parse(from ?? '') / 1000) * 1000);
      expect(frozen(first, new Date(0), zone)).toEqual(first);
    }
  });

  it('moving it there and back is where it was, and moves touch', () => {
    for (const range of all.filter((it) => it.from !== undefined)) {
      const first = frozen(range, now, zone);
      if (Date.parse(first.from ?? '') < Date.parse(first.to ?? '')) {
        const before = shifted(first, -1, now, zone);
        expect(before.to).toBe(first.from);
        expect(shifted(before, 1, now, zone)).toEqual(first);
      }
    }
  });

  it('no text makes the reader throw, and what it answers ends after it begins', () => {
    const signs = [...'0123456789:.- /zThmdw', '..', 'today', '\u2212', 'сегодня', '24.11', '10:00'];
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 1 + next(6) }, () => signs[next(signs.length)]).join('');
      const range = read(text);
      if (range?.from !== undefined && range.to !== undefined) {
        const { from, to } = instantsOf(range, now, zone);
        expect(Date.parse(from ?? ''), text).toBeLessThan(Date.parse(to ?? ''));
      }
    }
  });
});

it('leaves what it does not know to the server', () => {
  expect(millisOf('-3y')).toBeUndefined();
  expect(instantsOf({ from: 'never' }, now, zone)).toEqual({ from: 'never', to: undefined });
  expect(shifted({ from: 'never' }, 1, now, zone)).toEqual({ from: 'never' });
  expect(shifted({}, 1, now, zone)).toEqual({});
});
