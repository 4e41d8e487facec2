import { focusManager } from '@tanstack/react-query';

/** Questions that repeat themselves end after so long without a person: else a page would keep a session alive. */
export const idleAfter = 10 * 60_000;

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Has repeated questions wait while nobody uses the page, and while it is hidden. Answers what ends that. */
export function watchForPeople(page: Document = document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const used = () => {
    clearTimeout(timer);
    timer = setTimeout(() => focusManager.setFocused(false), idleAfter);
    if (!page.hidden && !focusManager.isFocused()) {
      focusManager.setFocused(true);
    }
  };
  const visibility = () => (page.hidden ? focusManager.setFocused(false) : used());
  for (const input of inputs) {
    page.addEventListener(input, used, { passive: true, capture: true });
  }
  page.addEventListener('visibilitychange', visibility);
  used();
  return () => {
    clearTimeout(timer);
    for (const input of inputs) {
      page.removeEventListener(input, used, { capture: true });
    }
    page.removeEventListener('visibilitychange', visibility);
  };
}
