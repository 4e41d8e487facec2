import { currentLanguage, integer, useTexts } from '@elchi/i18n';
import { type Column, DataTable, Duration, Empty, Money } from '@elchi/ui';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { type Figure, partsOf } from './range';

/** Figures by interval, or by group: the same columns. */
export function FigureTable(props: {
  label: string;
  first: string;
  rows: readonly Figure[];
  name(row: Figure): ReactNode;
  linkOf(row: Figure): string | undefined;
}) {
  const { t } = useTexts('analytics');
  const figure = (value: number) => integer(currentLanguage(), value);
  const columns: Column<Figure>[] = [
    { key: 'name', title: props.first, cell: props.name },
    { key: 'accepted', title: t('accepted'), width: 100, align: 'end', cell: (it) => figure(it.accepted) },
    {
      key: 'delivered',
      title: t('delivered'),
      width: 100,
      align: 'end',
      cell: (it) => figure(partsOf(it).delivered),
    },
    { key: 'failed', title: t('failed'), width: 120, align: 'end', cell: (it) => figure(partsOf(it).failed) },
    {
      key: 'parts',
      title: t('parts'),
      width: 120,
      align: 'end',
      cell: (it) => figure(it.parts_charged),
    },
    {
      key: 'cost',
      title: t('cost'),
      width: 150,
      align: 'end',
      cell: (it) => it.prices.map((one) => <Money key={one.currency} value={one} />),
    },
    {
      key: 'p50',
      title: t('p50'),
      width: 110,
      align: 'end',
      cell: (it) => <Duration millis={it.delivery_ms?.p50} />,
    },
    {
      key: 'p95',
      title: t('p95'),
      width: 110,
      align: 'end',
      cell: (it) => <Duration millis={it.delivery_ms?.p95} />,
    },
  ];
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', maxHeight: 400 }}>
      <DataTable
        label={props.label}
        columns={columns}
        rows={props.rows}
        idOf={(it) => it.at ?? it.key ?? ''}
        linkOf={props.linkOf}
        empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      />
    </Box>
  );
}
