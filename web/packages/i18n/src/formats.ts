/** Formats of the three languages. They are our own: browsers do not all know Uzbek. */
export type Language = 'uz' | 'ru' | 'en';

export const languages: readonly Language[] = ['uz', 'ru', 'en'];

const nbsp = '\u00a0';
const minus = '\u2212';

/** Groups of three digits; a fraction keeps its digits. Takes canonical decimal text, and loses none of it. */
export function decimal(language: Language, text: string, fewest = 0): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, language === 'en' ? ',' : nbsp);
  const kept = fraction.replace(/0+$/, '').padEnd(fewest, '0');
  const mark = language === 'en' ? '.' : ',';
  return (negative ? minus : '') + grouped + (kept === '' ? '' : mark + kept);
}

export function integer(language: Language, value: number | bigint): string {
  return decimal(language, value.toString());
}

const currencyNames: Record<string, Partial<Record<Language, string>>> = {
  UZS: { uz: 'soʻm', ru: 'сум' },
};

/** An amount in canonical text and its currency, which is always said. */
export function money(language: Language, amount: string, currency: string, fewest = 2): string {
  const figure = decimal(language, amount, fewest);
  return language === 'en'
    ? `${currency}${nbsp}${figure}`
    : `${figure}${nbsp}${currencyNames[currency]?.[language] ?? currency}`;
}

export interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const parts = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone (IANA name) at an instant. */
export function wallClock(instant: Date, zone: string): Moment {
  let format = parts.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    parts.set(zone, format);
  }
  const found = Object.fromEntries(format.formatToParts(instant).map((it) => [it.type, Number(it.value)]));
  return found as unknown as Moment;
}

const two = (value: number) => String(value).padStart(2, '0');

/** 24 hours, with seconds; `millis` adds thousandths. */
export function time(instant: Date, zone: string, millis = false): string {
  const at = wallClock(instant, zone);
  const fraction = millis ? `.${String(instant.getUTCMilliseconds()).padStart(3, '0')}` : '';
  return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}${fraction}`;
}

/** As tables and logs have it, in all languages: `2026-11-24`. */
export function date(instant: Date, zone: string): string {
  const at = wallClock(instant, zone);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

export function dateTime(instant: Date, zone: string, millis = false): string {
  return `${date(instant, zone)} ${time(instant, zone, millis)}`;
}

const units: Record<Language, { ms: string; s: string; min: string; h: string; d: string }> = {
  uz: { ms: 'ms', s: 's', min: 'daq', h: 'soat', d: 'kun' },
  ru: { ms: 'мс', s: 'с', min: 'мин', h: 'ч', d: 'д' },
  en: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
};

/** A duration in one unit, or two from an hour on: `420 ms`, `1.9 s`, `3 min`, `2 h 5 min`. */
export function duration(language: Language, millis: number): string {
  const unit = units[language];
  const mark = language === 'en' ? '.' : ',';
  if (millis < 1000) {
    return `${Math.round(millis)}${nbsp}${unit.ms}`;
  }
  if (millis < 60_000) {
    return `${(Math.floor(millis / 100) / 10).toFixed(1).replace('.0', '').replace('.', mark)}${nbsp}${unit.s}`;
  }
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 60) {
    return `${minutes}${nbsp}${unit.min}`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return minutes % 60 === 0
      ? `${hours}${nbsp}${unit.h}`
      : `${hours}${nbsp}${unit.h} ${minutes % 60}${nbsp}${unit.min}`;
  }
  return `${Math.floor(hours / 24)}${nbsp}${unit.d}`;
}

export function percent(language: Language, share: number): string {
  return `${(share * 100).toFixed(1).replace('.', language === 'en' ? '.' : ',')}${language === 'en' ? '' : nbsp}%`;
}

/** A number in E.164, in groups; digits between are hidden when `masked`. */
export function phone(number: string, masked: boolean): string {
  const digits = number.replace(/^\+/, '');
  if (!/^\d{7,15}$/.test(digits)) {
    return number;
  }
  if (digits.length === 12 && digits.startsWith('998')) {
    const [operator, first, second, third] = [
      digits.slice(3, 5),
      digits.slice(5, 8),
      digits.slice(8, 10),
      digits.slice(10),
    ];
    return masked
      ? `+998 ${operator} *** ** ${third}`.replaceAll(' ', nbsp)
      : `+998 ${operator} ${first} ${second} ${third}`.replaceAll(' ', nbsp);
  }
  return masked ? `+${digits.slice(0, 4)}${'*'.repeat(digits.length - 6)}${digits.slice(-2)}` : `+${digits}`;
}
