import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Something that the page offers: it opens the same form or dialog as its button. It changes nothing by itself. */
export interface Command {
  key: string;
  label: string;
  run(): void;
}

const offered = new Map<object, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

function tell(): void {
  all = [...offered.values()].flat();
  for (const listener of listeners) {
    listener();
  }
}

/** Offers commands while the component is shown. What a person may not do is `false`. */
export function useCommands(commands: readonly (Command | false)[]): void {
  const now = commands.filter((it) => it !== false);
  const latest = useRef(now);
  latest.current = now;
  const names = JSON.stringify(now.map((it) => [it.key, it.label]));
  useEffect(() => {
    const mine = {};
    offered.set(
      mine,
      latest.current.map(({ key, label }) => ({
        key,
        label,
        // As the page is then, not as it was when the command was offered.
        run: () => latest.current.find((it) => it.key === key)?.run(),
      })),
    );
    tell();
    return () => {
      offered.delete(mine);
      tell();
    };
  }, [names]);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOfferedCommands(): readonly Command[] {
  return useSyncExternalStore(listen, () => all);
}
