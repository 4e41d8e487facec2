import { expect, it } from 'vitest';
import { midnight } from './midnight';

it.each([
  ['2026-11-30T21:10:05.123Z', 'Asia/Tashkent', '2026-11-30T19:00:00.000Z'],
  ['2026-11-30T18:59:59.999Z', 'Asia/Tashkent', '2026-11-29T19:00:00.000Z'],
  ['2026-11-30T19:00:00.000Z', 'Asia/Tashkent', '2026-11-30T19:00:00.000Z'],
  ['2026-11-30T21:10:05Z', 'UTC', '2026-11-30T00:00:00.000Z'],
])('at %s in %s the day began at %s', (now, zone, begin) => {
  expect(midnight(new Date(now), zone).toISOString()).toBe(begin);
});
