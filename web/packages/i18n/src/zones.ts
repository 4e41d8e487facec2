import { type Moment, wallClock } from './formats';

const asUtc = (at: Moment) => Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);

/**
 * The instant at which the clocks of a zone show this. A time that the clocks leave out is moved by what they leave out;
 * of a time that they show twice it is one of the two.
 */
export function instantAt(wall: Moment, zone: string): Date {
  const wanted = asUtc(wall);
  // The wall clock, read as if it were UTC, differs from the instant by the offset of the zone at that instant.
  let guess = wanted;
  for (let round = 0; round < 2; round++) {
    guess = wanted - (asUtc(wallClock(new Date(guess), zone)) - guess);
  }
  return new Date(guess);
}

/** The midnight of a zone at which the day of an instant began; `days` moves it by days of that zone. */
export function midnight(now: Date, zone: string, days = 0): Date {
  const at = wallClock(now, zone);
  return instantAt({ ...at, day: at.day + days, hour: 0, minute: 0, second: 0 }, zone);
}
