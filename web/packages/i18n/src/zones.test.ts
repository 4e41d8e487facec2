import { expect, it } from 'vitest';
import { wallClock } from './formats';
import { instantAt, midnight } from './zones';

it.each([
  ['2026-11-30T21:10:05.123Z', 'Asia/Tashkent', '2026-11-30T19:00:00.000Z'],
  ['2026-11-30T18:59:59.999Z', 'Asia/Tashkent', '2026-11-29T19:00:00.000Z'],
  ['2026-11-30T19:00:00.000Z', 'Asia/Tashkent', '2026-11-30T19:00:00.000Z'],
  ['2026-11-30T21:10:05Z', 'UTC', '2026-11-30T00:00:00.000Z'],
  // The clocks changed at 03:00 of this day.
  ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
])('at %s in %s the day began at %s', (now, zone, begin) => {
  expect(midnight(new Date(now), zone).toISOString()).toBe(begin);
});

it('finds the instant of every hour of a year that a clock shows', () => {
  for (const zone of ['Asia/Tashkent', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC']) {
    for (let hour = 0; hour < 365 * 24; hour += 5) {
      const at = new Date(Date.UTC(2026, 0, 1, hour));
      const shown = wallClock(at, zone);
      expect(wallClock(instantAt(shown, zone), zone)).toEqual(shown);
    }
  }
});
