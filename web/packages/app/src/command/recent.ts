import { useState } from 'react';
import { keep, readKept, useKeptName } from '../lists/memory';

/** What was opened by the command bar: a page, and what it was called there. */
export interface Opened {
  to: string;
  label: string;
}

const most = 8;

const isOpened = (it: unknown): it is Opened =>
  typeof it === 'object' &&
  it !== null &&
  typeof (it as Opened).label === 'string' &&
  // A path below the application, and nothing else.
  /^\/[a-z]/.test((it as { to?: string }).to ?? '');

/** What this browser kept, newest first; each page once. */
export function openedOf(kept: unknown): Opened[] {
  return Array.isArray(kept) ? kept.filter(isOpened).slice(0, most) : [];
}

export function useRecent(): [readonly Opened[], (it: Opened) => void] {
  const key = useKeptName('recent');
  const [recent, setRecent] = useState(() => openedOf(readKept(key).opened));
  return [
    recent,
    (it) => {
      const next = [it, ...openedOf(readKept(key).opened).filter((one) => one.to !== it.to)].slice(0, most);
      keep(key, { opened: next });
      setRecent(next);
    },
  ];
}
