import { wallClock } from '@elchi/i18n';
import { checkedInstant, instantOfEnd, millisOf, type TimeRange } from './range';

type Day = readonly [year: number, month: number, day: number];
type Clock = readonly [hour: number, minute: number, second: number];

interface End {
  day?: Day;
  clock?: Clock;
  /** An end that is written as the address has it: `-3h`, an instant in UTC. */
  text?: string;
}

const none: Clock = [0, 0, 0];
const todays = ['today', 'bugun', 'сегодня'];
const units: Record<string, string> = {
  min: 'm',
  мин: 'm',
  м: 'm',
  daq: 'm',
  ч: 'h',
  soat: 'h',
  д: 'd',
  kun: 'd',
};

/**
 * A range that somebody typed: `-3h`, `today`, `24.11`, `24.11 10:00..11:30`, `2026-11-24..2026-11-26`, `10:00..`.
 * Times are of the zone. A day without a year is the last such day. The last day of a range belongs to it. Undefined:
 * it cannot be read, or it ends before it begins.
 */
export function typedRange(text: string, now: Date, zone: string): TimeRange | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === '') {
    return {};
  }
  if (todays.includes(typed)) {
    return { from: 'today' };
  }
  const [first = '', last, ...rest] = typed.split(/\s*(?:\.\.|…|\s[-–—]\s)\s*/);
  if (rest.length > 0) {
    return undefined;
  }
  const from = endOf(first, now, zone);
  const to = last === undefined || last === '' ? undefined : endOf(last, now, zone);
  if ((first !== '' && from === undefined) || (last !== undefined && last !== '' && to === undefined)) {
    return undefined;
  }
  if (from === undefined && to === undefined) {
    return undefined;
  }
  const range = { from: beginOf(from, now, zone), to: finishOf(from, last === undefined, to, now, zone) };
  return isReal(range, from, to, now, zone) ? range : undefined;
}

/** Reads one end; undefined when it is none. */
function endOf(text: string, now: Date, zone: string): End | undefined {
  if (todays.includes(text)) {
    return { day: dayOf(now, zone) };
  }
  const before = /^[-\u2212](\d{1,4})\s*([a-zа-я]+)$/.exec(text);
  if (before !== null) {
    const end = `-${before[1]}${units[before[2] as string] ?? before[2]}`;
    return millisOf(end) === undefined ? undefined : { text: end };
  }
  if (/^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:\d{2})$/.test(text)) {
    const at = new Date(text.toUpperCase());
    return Number.isNaN(at.getTime()) ? undefined : { text: at.toISOString() };
  }
  const match =
    /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?)?(?:(?:^|[\st]\s*)(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(
      text,
    );
  if (match === null || text === '') {
    return undefined;
  }
  const [, year, month, day, dotDay, dotMonth, dotYear, hour, minute, second] = match.map((it) =>
    it === undefined ? undefined : Number(it),
  );
  const clock: Clock | undefined = hour === undefined ? undefined : [hour, minute ?? 0, second ?? 0];
  const date: Day | undefined =
    year !== undefined
      ? [year, month ?? 0, day ?? 0]
      : dotDay === undefined
        ? undefined
        : dotYear === undefined
          ? lastSuch(dotMonth ?? 0, dotDay, now, zone)
          : [dotYear, dotMonth ?? 0, dotDay];
  const isKnown = checkedInstant(date ?? [2026, 1, 1], clock ?? none, zone) !== undefined;
  return isKnown ? { ...(date && { day: date }), ...(clock && { clock }) } : undefined;
}

function dayOf(now: Date, zone: string): Day {
  const at = wallClock(now, zone);
  return [at.year, at.month, at.day];
}

/** A day without a year: of this year, or of the last one when it is still to come. */
function lastSuch(month: number, day: number, now: Date, zone: string): Day {
  const [year, thisMonth, today] = dayOf(now, zone);
  const isToCome = month > thisMonth || (month === thisMonth && day > today);
  return [isToCome ? year - 1 : year, month, day];
}

function instant(day: Day, clock: Clock, zone: string): string | undefined {
  const at = checkedInstant(day, clock, zone);
  return at && `${at.toISOString().slice(0, 19)}Z`;
}

function beginOf(end: End | undefined, now: Date, zone: string): string | undefined {
  if (end === undefined || end.text !== undefined) {
    return end?.text;
  }
  return instant(end.day ?? dayOf(now, zone), end.clock ?? none, zone);
}

function finishOf(from: End | undefined, isAlone: boolean, to: End | undefined, now: Date, zone: string) {
  if (to?.text !== undefined) {
    return to.text;
  }
  const day = to?.day ?? from?.day ?? dayOf(now, zone);
  if (to === undefined) {
    // A day alone is that whole day; a time alone is the time since then.
    return isAlone && from?.day !== undefined && from.clock === undefined
      ? dayAfter(day, none, zone)
      : undefined;
  }
  if (to.clock === undefined) {
    return dayAfter(day, none, zone);
  }
  const isOverMidnight =
    to.day === undefined && from?.clock !== undefined && seconds(to.clock) < seconds(from.clock);
  return isOverMidnight ? dayAfter(day, to.clock, zone) : instant(day, to.clock, zone);
}

const seconds = ([hour, minute, second]: Clock) => (hour * 60 + minute) * 60 + second;

function dayAfter([year, month, day]: Day, clock: Clock, zone: string): string | undefined {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return instant([next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate()], clock, zone);
}

/** Both ends that were typed are there, and the first is before the second. */
function isReal(
  range: TimeRange,
  from: End | undefined,
  to: End | undefined,
  now: Date,
  zone: string,
): boolean {
  if ((from !== undefined && range.from === undefined) || (to !== undefined && range.to === undefined)) {
    return false;
  }
  const begin = instantOfEnd(range.from, now, zone);
  const end = instantOfEnd(range.to, now, zone);
  return begin === undefined || end === undefined || Date.parse(begin) < Date.parse(end);
}
