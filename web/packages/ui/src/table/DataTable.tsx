import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { PageLink, useNavigation } from '../navigation';
import { Loading, ProblemBox } from '../states';
import { useFirstRow } from './firstRow';
import { useWidths } from './widths';

export interface Column<Row> {
  key: string;
  title: string;
  /** Width in pixels; one column without a width takes the space that is left. */
  width?: number;
  align?: 'end';
  cell(row: Row): ReactNode;
}

interface DataTableProps<Row> {
  /** What the rows are: read out with the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf(row: Row): string;
  /** The page of a row; without it a row opens nothing. */
  linkOf?(row: Row): string | undefined;
  rowHeight?: number;
  loading?: boolean;
  problem?: unknown;
  retry?(): void;
  /** What to show without rows. */
  empty: ReactNode;
  /** Whether there are more rows than these. */
  more?: boolean;
  loadingMore?: boolean;
  loadMore?(): void;
}

const least = 96;
/** Rows of any number: only those in sight are in the document. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowHeight = 32, more, loadMore, loadingMore } = props;
  const { t } = useTexts('common');
  const navigation = useNavigation();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 1200, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more === true && loadingMore !== true && last >= rows.length - 10) {
      loadMore?.();
    }
  }, [last, rows.length, more, loadingMore, loadMore]);

  const widths = useWidths(columns, scroller);
  const template = widths
    .map((it, place) => (columns[place]?.width === undefined ? `minmax(${it}px, 1fr)` : `${it}px`))
    .join(' ');
  const width = widths.reduce((sum, it) => sum + it + 12, 0);

  function focusRow(index: number) {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setActive(to);
    virtual.scrollToIndex(to);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus();
    });
  }

  useFirstRow(rows[0] === undefined || props.loading === true ? undefined : props.idOf(rows[0]), () =>
    focusRow(0),
  );

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const row = rows[active];
    const link = row === undefined ? undefined : props.linkOf?.(row);
    if (event.key === 'j' || event.key === 'ArrowDown') {
      focusRow(active + 1);
    } else if (event.key === 'k' || event.key === 'ArrowUp') {
      focusRow(active - 1);
    } else if (event.key === 'Home') {
      focusRow(0);
    } else if (event.key === 'End') {
      focusRow(rows.length - 1);
    } else if (
      (event.key === 'Enter' || event.key === 'o') &&
      link !== undefined &&
      event.target === event.currentTarget.querySelector(`[data-index="${active}"]`)
    ) {
      navigation.go(link);
    } else if (event.key === 'c' && row !== undefined) {
      void navigator.clipboard.writeText(props.idOf(row));
    } else {
      return;
    }
    event.preventDefault();
  }

  if (props.problem !== undefined && props.problem !== null) {
    return (
      <ProblemBox problem={props.problem} {...(props.retry === undefined ? {} : { retry: props.retry })} />
    );
  }
  if (props.loading === true) {
    return <Loading />;
  }
  if (rows.length === 0) {
    return <>{props.empty}</>;
  }
  return (
    <Box
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={more === true ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      onKeyDown={onKeyDown}
      sx={{
        overflow: 'auto',
        flex: 1,
        minHeight: 240,
        border: '1px solid var(--e-palette-divider)',
        borderRadius: 1,
        backgroundColor: 'var(--e-palette-elchi-surface)',
      }}
    >
      <Box
        role="row"
        aria-rowindex={1}
        sx={{
          display: 'grid',
          gridTemplateColumns: template,
          columnGap: 3,
          px: 3,
          minWidth: Math.max(width, least),
          minHeight: rowHeight,
          alignItems: 'center',
          position: 'sticky',
          top: 0,
          zIndex: 1,
          fontWeight: 600,
          color: 'var(--e-palette-elchi-text2)',
          backgroundColor: 'var(--e-palette-elchi-raised)',
          borderBottom: '1px solid var(--e-palette-divider)',
        }}
      >
        {columns.map((column) => (
          <Box
            key={column.key}
            role="columnheader"
            sx={{ ...cellOf(column.align), whiteSpace: 'normal', lineHeight: '16px', py: 1 }}
          >
            {column.title}
          </Box>
        ))}
      </Box>
      <Box
        role="rowgroup"
        sx={{ position: 'relative', height: virtual.getTotalSize(), minWidth: Math.max(width, least) }}
      >
        {items.map((item) => {
          const row = rows[item.index] as Row;
          const link = props.linkOf?.(row);
          return (
            <Box
              key={`${props.idOf(row)} ${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              tabIndex={item.index === active ? 0 : -1}
              onFocus={() => setActive(item.index)}
              onClick={(event) => {
                const inside = event.target as HTMLElement;
                if (
                  link !== undefined &&
                  inside.closest('a, button') === null &&
                  getSelection()?.isCollapsed !== false
                ) {
                  navigation.go(link);
                }
              }}
              sx={{
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${item.start}px)`,
                height: rowHeight,
                display: 'grid',
                gridTemplateColumns: template,
                columnGap: 3,
                px: 3,
                alignItems: 'center',
                cursor: link === undefined ? 'default' : 'pointer',
                borderBottom: '1px solid var(--e-palette-elchi-raised)',
                '&:hover': { backgroundColor: 'var(--e-palette-elchi-ground)' },
                '&:focus-visible': { outlineOffset: -2, backgroundColor: 'var(--e-palette-elchi-selected)' },
              }}
            >
              {columns.map((column, place) => (
                <Box key={column.key} role="gridcell" sx={cellOf(column.align)}>
                  {place === 0 && link !== undefined ? (
                    <PageLink to={link} tabIndex={-1} style={{ color: 'inherit' }}>
                      {column.cell(row)}
                    </PageLink>
                  ) : (
                    column.cell(row)
                  )}
                </Box>
              ))}
            </Box>
          );
        })}
      </Box>
      {loadingMore === true && <Box sx={{ p: 2, color: 'var(--e-palette-elchi-text2)' }}>{t('loading')}</Box>}
    </Box>
  );
}

function cellOf(align: 'end' | undefined) {
  return {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: align ?? 'start',
  } as const;
}
