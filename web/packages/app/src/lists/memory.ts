import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../session';

/** Values of filters, as the address has them. */
export type Values = Readonly<Record<string, string>>;

export interface SavedView {
  name: string;
  values: Values;
  /** The keys of the columns that it does not show. */
  hidden: readonly string[];
}

/** What a browser keeps of a list, for one person. */
export interface ListMemory {
  /** What the list showed last. */
  last: Values;
  hidden: readonly string[];
  views: readonly SavedView[];
}

export const mostViews = 20;
const longest = 200;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longest;

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter((it): it is [string, string] => isText(it[1])))
    : {};
}

/** What was kept, whatever wrote it: an earlier release, or somebody by hand. */
export function memoryOf(kept: unknown): ListMemory {
  const it = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const views = Array.isArray(it.views) ? (it.views as unknown[]) : [];
  return {
    last: valuesOf(it.last),
    hidden: textsOf(it.hidden),
    views: views
      .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
      .filter((one) => isText(one.name) && one.name !== '')
      .slice(0, mostViews)
      .map((one) => ({
        name: one.name as string,
        values: valuesOf(one.values),
        hidden: textsOf(one.hidden),
      })),
  };
}

/** Reads a JSON object that this browser keeps; an empty one when there is none, or it is broken. */
export function readKept(key: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Keeps it; a browser that keeps nothing is no failure of the page. */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No space, or not allowed.
  }
}

/** The name under which this browser keeps something for the person in this application. */
export function useKeptName(what: string): string {
  const { session } = useSession();
  const application = useRouter().basepath.replaceAll('/', '');
  return `elchi.${what}.${application}.${session.user.id}`;
}

export function useListMemory(list: string): [ListMemory, (change: Partial<ListMemory>) => void] {
  const key = useKeptName('lists');
  const [memory, setMemory] = useState(() => memoryOf(readKept(key)[list]));
  return [
    memory,
    (change) => {
      // Another tab may have written since.
      const all = readKept(key);
      const next = { ...memoryOf(all[list]), ...change };
      keep(key, { ...all, [list]: next });
      setMemory(next);
    },
  ];
}
