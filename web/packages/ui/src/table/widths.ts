import { type RefObject, useLayoutEffect, useState } from 'react';

interface Sized {
  key: string;
  title: string;
  width?: number;
}

/** The widest letters of a heading, about, in pixels. */
const letter = 7.5;
/** How much wider than asked for a column of data may become; what has no title is buttons, which are never cut. */
const growth = 1.6;

/** The least width of a column: no word of its heading is cut, in any language. */
function leastOf({ width = flexible, title }: Sized): number {
  const longest = Math.max(...title.split(/\s+/).map((it) => it.length));
  return Math.max(width, Math.ceil(longest * letter) + 4);
}

/** The least of a column that takes the space that is left. */
const flexible = 120;

/** The widths of columns; of one that takes the space that is left, the least. A column grows where a cell does not fit. */
export function useWidths(columns: readonly Sized[], table: RefObject<HTMLElement | null>): number[] {
  const [grown, setGrown] = useState<Readonly<Record<string, number>>>({});
  const widths = columns.map((it) => Math.max(leastOf(it), grown[it.key] ?? 0));
  // After each drawing: other rows are in sight, or the same have other values.
  useLayoutEffect(() => {
    const wanted: Record<string, number> = {};
    for (const row of table.current?.querySelectorAll('[role="row"][data-index]') ?? []) {
      columns.forEach((column, place) => {
        const cell = row.children[place];
        const now = widths[place];
        if (cell === undefined || now === undefined || cell.scrollWidth <= cell.clientWidth) {
          return;
        }
        const most = column.title === '' ? Number.POSITIVE_INFINITY : (column.width ?? flexible) * growth;
        const next = Math.min(most, cell.scrollWidth + 1);
        if (next > Math.max(now, wanted[column.key] ?? 0)) {
          wanted[column.key] = next;
        }
      });
    }
    if (Object.keys(wanted).length > 0) {
      setGrown((before) => ({ ...before, ...wanted }));
    }
  });
  return widths;
}
