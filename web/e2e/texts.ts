import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Response } from '@playwright/test';

/** Texts that are cut: what hides what does not fit, and what a text grows out of. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    // Whether it has a text that is not for ears alone.
    const isSeen = (of: Element): boolean =>
      [...of.childNodes].some((it) =>
        it instanceof Element
          ? !getComputedStyle(it).clip.startsWith('rect(0px') && isSeen(it)
          : it.textContent?.trim() !== '',
      );
    const holds = 'button, [role="tab"], [role="columnheader"], th, label, .MuiChip-label, [role="combobox"]';
    for (const it of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(it);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const box = it.getBoundingClientRect();
      if (
        (!hides && !it.matches(holds)) ||
        it.scrollWidth <= it.clientWidth + 1 ||
        it.clientWidth === 0 ||
        // For ears alone.
        box.width <= 1 ||
        style.visibility === 'hidden' ||
        it.textContent?.trim() === '' ||
        it instanceof SVGElement ||
        !isSeen(it) ||
        it.tagName === 'FIELDSET' ||
        it.tagName === 'LEGEND' ||
        // Data of any length: their page, or a tooltip, has them whole.
        it.closest('[data-may-cut]') !== null ||
        (it.matches('[role="gridcell"]') &&
          !/[⟦⟧]/.test(it.textContent ?? '') &&
          it.querySelector('[data-state]') === null)
      ) {
        continue;
      }
      // What contains a cut element is as wide as that.
      const inner = [...it.querySelectorAll<HTMLElement>('*')].some(
        (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible',
      );
      if (!inner) {
        cut.push(`${it.tagName} ${it.className.slice(0, 60)}: ${it.textContent?.slice(0, 80)}`);
      }
    }
    return cut;
  });
}

/** Texts that nobody translates: names of products, protocols and units, and what an example of input is. */
const names = new Set(
  'elchi console portal id ids smpp http https json api curl url utc asia tashkent otp oʻzbekcha русский english gsm ucs uzs usd ms min h d s mcc mnc ip totp sha tls bit'.split(
    ' ',
  ),
);

/** All words that the contracts have as values: a page that shows one as it is has not translated it. */
function contractWords(): Set<string> {
  const folder = join(import.meta.dirname, '../../api/openapi');
  const words = new Set<string>();
  for (const file of readdirSync(folder)) {
    for (const [, list] of readFileSync(join(folder, file), 'utf8').matchAll(/enum: \[([^\]]*)\]/g)) {
      for (const word of (list ?? '').split(',')) {
        words.add(word.trim().replace(/['"]/g, ''));
      }
    }
  }
  return words;
}

const values = contractWords();

/** Collects every text that the server answers: what a page may show as it is. */
export function collectData(page: Page): Set<string> {
  const data = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      if (!values.has(value)) {
        data.add(value);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) {
        collect(one);
      }
    }
  };
  page.on('response', async (response: Response) => {
    if (/json/.test(response.headers()['content-type'] ?? '')) {
      collect(await response.json().catch(() => undefined));
    }
  });
  return data;
}

/** Visible texts and names of controls without the marks of the pseudo language, which the server did not say. */
export async function untranslated(page: Page, data: ReadonlySet<string>): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const skipped = 'script, style, code, pre, time, [data-raw], [role="region"], .MuiTouchRipple-root';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement as HTMLElement;
      if (parent.closest(skipped) === null && parent.getClientRects().length > 0) {
        found.add(node.textContent ?? '');
      }
    }
    for (const it of document.querySelectorAll('[aria-label], [placeholder]')) {
      if (it.closest(skipped) === null) {
        found.add(it.getAttribute('aria-label') ?? '');
        found.add(it.getAttribute('placeholder') ?? '');
      }
    }
    return [...found];
  });
  const known = [...data]
    .filter((it) => /\p{L}/u.test(it))
    .sort((a, b) => b.length - a.length)
    .map(
      (it) =>
        new RegExp(`(?<![\\p{L}\\d])${it.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\d])`, 'gu'),
    );
  return texts.filter((text) => {
    if (/[⟦⟧]/.test(text)) {
      return false;
    }
    let rest = text.replaceAll('Asia/Tashkent', ' ');
    for (const it of known) {
      rest = rest.replace(it, ' ');
    }
    // A shortened id.
    rest = rest.replace(/[\w.@-]{8}…[\w.@-]{5}/g, ' ');
    return (rest.match(/\p{L}[\p{L}ʻʼ]*/gu) ?? []).some((it) => !names.has(it.toLowerCase()));
  });
}
