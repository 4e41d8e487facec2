/** What forms and tables of routes, prices, costs and networks share. */

/** Which numbers a row is for: `434 04`, `99890*`. Missing: every number. */
export function destinationOf(row: {
  mcc?: string | undefined;
  mnc?: string | undefined;
  prefix?: string | undefined;
}): string | undefined {
  const parts = [row.mcc, row.mnc, row.prefix === undefined ? undefined : `${row.prefix}*`];
  const text = parts.filter((it) => it !== undefined).join(' ');
  return text === '' ? undefined : text;
}

/** A number as a person writes it, with spaces between groups and a comma or point before the fraction, in canonical text. */
export const canonical = (typed: string) => typed.replace(/\s/g, '').replace(',', '.').replace('\u2212', '-');

/**
 * Whether a comma may as well be the mark between thousands: `500,000` is half a million to one person and five
 * hundred to another. Nobody's money is guessed.
 */
const isAmbiguous = (typed: string) => /,\d{3}(\D|$)/.test(typed.replace(/\s/g, ''));

export const amountRule = {
  required: true,
  validate: (typed: string) => !isAmbiguous(typed) && /^[0-9]{1,12}(\.[0-9]{1,6})?$/.test(canonical(typed)),
};

/** `2026-12-01` or `2026-12-01 09:00` of Tashkent, or RFC 3339; undefined when it is none of these. */
export function instantOf(typed: string): string | undefined {
  const text = typed.trim();
  const local = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text);
  const full = local === null ? text : `${local[1]}T${local[2] ?? '00:00'}:00+05:00`;
  // Without an offset a browser would take its own zone.
  const match = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.exec(full);
  if (match === null || Number(match[3]) > daysOf(Number(match[1]), Number(match[2]))) {
    return undefined;
  }
  const at = new Date(full);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A browser takes 31 February for a day of March. */
function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Of a time that may be left out. */
export const instantRule = {
  validate: (typed: string) => typed.trim() === '' || instantOf(typed) !== undefined,
};

/** Only the values that were given. */
export function given<T extends Record<string, string>>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<T>;
}
