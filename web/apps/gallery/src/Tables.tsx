import { type Column, DataTable, Empty, type Filter, FilterBar, Id, Money, State, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { Shown } from './Shown';

interface Row {
  n: number;
}

const columns: Column<Row>[] = [
  {
    key: 'time',
    title: 'Time',
    width: 150,
    cell: (it) => <Time value={new Date(1.79e12 + it.n * 1e6).toISOString()} />,
  },
  {
    key: 'state',
    title: 'State',
    width: 130,
    cell: (it) => (
      <State tone={it.n % 3 === 0 ? 'bad' : 'ok'}>{it.n % 3 === 0 ? 'Failed' : 'Delivered'}</State>
    ),
  },
  { key: 'name', title: 'Name', cell: (it) => `Row ${it.n} with a name that is too long for its column` },
  {
    key: 'price',
    title: 'Price of all its parts',
    width: 110,
    align: 'end',
    cell: (it) => <Money value={{ amount: `${it.n}.500000`, currency: 'UZS' }} />,
  },
  {
    key: 'id',
    title: 'id',
    width: 140,
    cell: (it) => <Id value={`01936d2a-7c1e-7f3a-9b2c-4d5e6f70${1000 + it.n}`} />,
  },
];
const rows: Row[] = Array.from({ length: 5 }, (_, n) => ({ n }));
const filters: Filter[] = [
  { name: 'from', label: 'Sender' },
  {
    name: 'state',
    label: 'State',
    options: [
      { value: 'failed', label: 'Failed' },
      { value: 'delivered', label: 'Delivered' },
    ],
  },
];
const common = {
  columns,
  idOf: (it: Row) => String(it.n),
  empty: <Empty title="Nothing matches the filter" />,
};

export function Tables() {
  const [values, setValues] = useState<Record<string, string | undefined>>({
    from: 'DemoBank',
    state: 'failed',
  });
  return (
    <>
      <Shown name="FilterBar">
        <FilterBar filters={filters} values={values} onChange={setValues} />
      </Shown>
      <Shown name="DataTable">
        <Box sx={{ display: 'flex', height: 260 }}>
          <DataTable {...common} label="Rows" rows={rows} linkOf={(it) => `/messages/${it.n}`} />
        </Box>
      </Shown>
      <Shown name="DataTable, more is read">
        <Box sx={{ display: 'flex', height: 260 }}>
          <DataTable {...common} label="More rows" rows={rows.slice(0, 2)} more loadingMore />
        </Box>
      </Shown>
      <Shown name="DataTable without rows">
        <DataTable {...common} label="No rows" rows={[]} />
      </Shown>
      <Shown name="DataTable, loading">
        <DataTable {...common} label="Rows that load" rows={[]} loading />
      </Shown>
      <Shown name="DataTable, failed">
        <DataTable
          {...common}
          label="Rows that failed"
          rows={[]}
          problem={{ code: 'rate_limited', message: 'Too many', retryable: true }}
          retry={() => {}}
        />
      </Shown>
    </>
  );
}
