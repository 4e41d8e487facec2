import { useEffect, useRef } from 'react';
import { isUnderDialog } from '../keys';

let wanted = false;

function forget(): void {
  wanted = false;
  removeEventListener('keydown', forget, true);
  removeEventListener('pointerdown', forget, true);
}

/** The first row of the list that opens next takes the focus, unless the person does something before. */
export function wantFirstRow(): void {
  wanted = true;
  addEventListener('keydown', forget, true);
  addEventListener('pointerdown', forget, true);
}

/** Whether the focus is where a page puts it: on nothing that a person chose. */
function isNowhere(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at.tagName === 'H1';
}

/** Brings the focus to a list's first row: after a search, and with `j`. `first` is its id; undefined without rows. */
export function useFirstRow(first: string | undefined, focus: () => void): void {
  const latest = useRef(focus);
  latest.current = focus;
  const isThere = first !== undefined;
  useEffect(() => {
    if (first !== undefined && wanted && isNowhere()) {
      forget();
      latest.current();
    }
  }, [first]);
  useEffect(() => {
    if (!isThere) {
      return;
    }
    function onKey(event: KeyboardEvent) {
      const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.defaultPrevented;
      if (event.key === 'j' && isPlain && isNowhere() && !isUnderDialog()) {
        event.preventDefault();
        latest.current();
      }
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isThere]);
}
