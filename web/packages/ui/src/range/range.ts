import { instantAt, midnight, wallClock } from '@elchi/i18n';

/**
 * The time of a page, as the address has it. Each end is an instant in UTC, or a time before now (`-3h`); `from` may be
 * `today`, too. Without `to` it ends now; without both it is all time.
 */
export interface TimeRange {
  from?: string | undefined;
  to?: string | undefined;
}

const minute = 60_000;
const lengths = { m: minute, h: 60 * minute, d: 24 * 60 * minute, w: 7 * 24 * 60 * minute } as const;
const relative = /^-(\d{1,4})([mhdw])$/;

/** The milliseconds of `-3h`; undefined when it is no such text. */
export function millisOf(end: string | undefined): number | undefined {
  const match = relative.exec(end ?? '');
  return match === null ? undefined : Number(match[1]) * lengths[match[2] as keyof typeof lengths];
}

/** An end as an instant. What is not known stays as it is: the server says what is wrong with it. */
export function instantOfEnd(end: string | undefined, now: Date, zone: string): string | undefined {
  const before = millisOf(end);
  if (before !== undefined) {
    return new Date(now.getTime() - before).toISOString();
  }
  return end === 'today' ? midnight(now, zone).toISOString() : end;
}

export function instantsOf(range: TimeRange, now: Date, zone: string): TimeRange {
  return { from: instantOfEnd(range.from, now, zone), to: instantOfEnd(range.to, now, zone) };
}

/** Whether both ends are instants. */
export function isFixed(range: TimeRange): boolean {
  return [range.from, range.to].every(
    (it) => it !== undefined && it !== 'today' && millisOf(it) === undefined,
  );
}

/** Both ends as instants of whole seconds: the same for everybody, and later too. All time has none. */
export function frozen(range: TimeRange, now: Date, zone: string): TimeRange {
  if (range.from === undefined && range.to === undefined) {
    return range;
  }
  const { from, to } = instantsOf(range, now, zone);
  return { from: from && seconds(from), to: seconds(to ?? now.toISOString()) };
}

/** The range moved by its own length: -1 is earlier, 1 later. One without a beginning stays. */
export function shifted(range: TimeRange, by: -1 | 1, now: Date, zone: string): TimeRange {
  const { from, to } = frozen(range, now, zone);
  const begin = Date.parse(from ?? '');
  const end = Date.parse(to ?? '');
  if (!(begin < end)) {
    return range;
  }
  const move = (at: number) => seconds(new Date(at + by * (end - begin)).toISOString());
  return { from: move(begin), to: move(end) };
}

function seconds(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** An end as a person types it. */
function endText(end: string, zone: string): string {
  const at = new Date(end);
  if (Number.isNaN(at.getTime())) {
    return end;
  }
  const it = wallClock(at, zone);
  const second = it.second === 0 ? '' : `:${two(it.second)}`;
  return `${it.year}-${two(it.month)}-${two(it.day)} ${two(it.hour)}:${two(it.minute)}${second}`;
}

/** A range as a person types it: what `typedRange` reads. */
export function rangeText(range: TimeRange, zone: string): string {
  const from = range.from === undefined ? '' : endText(range.from, zone);
  if (range.to === undefined) {
    return from === '' || millisOf(range.from) !== undefined || range.from === 'today' ? from : `${from}..`;
  }
  const to = endText(range.to, zone);
  // On the same day the day is written once.
  return `${from}..${from.includes(' ') && from.slice(0, 11) === to.slice(0, 11) ? to.slice(11) : to}`;
}

/** The instant of a wall clock; undefined for a day or time that no calendar has. */
export function checkedInstant(
  [year, month, day]: readonly [number, number, number],
  [hour, minuteOf, second]: readonly [number, number, number],
  zone: string,
): Date | undefined {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isReal =
    year >= 2000 &&
    year < 2100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= days &&
    hour < 24 &&
    minuteOf < 60 &&
    second < 60;
  return isReal ? instantAt({ year, month, day, hour, minute: minuteOf, second }, zone) : undefined;
}
