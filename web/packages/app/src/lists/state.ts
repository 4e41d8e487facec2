import { useEffect, useState } from 'react';
import type { Search } from '../router';
import type { ListMemory, Values } from './memory';

/** Those of the values that have one of these names. */
export function pick(values: Search | Values, names: readonly string[]): Values {
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name] as string]])),
  );
}

interface Remembering {
  /** Whether the list remembers: one on the page of an object does not. */
  enabled: boolean;
  /** Every parameter of the list, and those that may be kept. */
  names: readonly string[];
  kept: readonly string[];
  search: Search;
  setSearch(change: Record<string, string | undefined>, how?: { replace: boolean }): void;
  memory: ListMemory;
  remember(change: Partial<ListMemory>): void;
}

/**
 * When the address brings no filter, a list shows what it showed last. True until the address has it: nothing is asked
 * before.
 */
export function useLastState(of: Remembering): boolean {
  const { enabled, names, kept, search, setSearch, memory, remember } = of;
  const now = pick(search, names);
  const isBare = Object.keys(now).length === 0;
  const [restoring, setRestoring] = useState(
    () => enabled && isBare && Object.keys(pick(memory.last, kept)).length > 0,
  );
  useEffect(() => {
    if (restoring && isBare) {
      setSearch(pick(memory.last, kept), { replace: true });
    } else if (restoring) {
      setRestoring(false);
    }
  }, [restoring, isBare]);
  const last = JSON.stringify(pick(search, kept));
  useEffect(() => {
    if (enabled && !restoring && last !== JSON.stringify(memory.last)) {
      remember({ last: JSON.parse(last) as Values });
    }
  }, [enabled, restoring, last]);
  return restoring;
}
