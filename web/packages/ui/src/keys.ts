import { useEffect, useRef } from 'react';

/** Whether keys belong to what has the focus: a field, or a choice that is open. */
export function isTyping(event: KeyboardEvent): boolean {
  const at = event.target;
  return (
    at instanceof Element &&
    at.closest(
      'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"]',
    ) !== null
  );
}

/** Whether a dialog is open, which has its own keys; one that is going away is hidden from assistive technology. */
export function isUnderDialog(): boolean {
  return [...document.querySelectorAll('[aria-modal="true"], [role="dialog"]')].some(
    (it) => it.closest('[aria-hidden="true"]') === null,
  );
}

/** How long the second key may take, in milliseconds. */
const firstKeyTimeout = 1_500;

/** Runs what belongs to the second key after the first: `t a`. Nothing happens while somebody types in a field. */
export function useChords(first: string, actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let armed = 0;
    function onKey(event: KeyboardEvent) {
      if (
        isUnderDialog() ||
        isTyping(event) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.repeat
      ) {
        return;
      }
      const action = latest.current[event.key];
      if (action !== undefined && Date.now() - armed < firstKeyTimeout) {
        event.preventDefault();
        event.stopPropagation();
        action();
      }
      armed = event.key === first ? Date.now() : 0;
    }
    // Before the page's own keys: a cursor key after the first one moves no row.
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [first]);
}
