import { wallClock } from '@elchi/i18n';

/** The last midnight of a zone before an instant: where a day of the zone began. */
export function midnight(now: Date, zone: string): Date {
  const at = wallClock(now, zone);
  // The wall clock, read as if it were UTC, differs from the instant by the offset of the zone.
  const asUtc = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  const offset = asUtc - Math.floor(now.getTime() / 1000) * 1000;
  return new Date(Date.UTC(at.year, at.month - 1, at.day) - offset);
}
