import { type TimeRange, TimeRangeField } from '@elchi/ui';
import { useState } from 'react';
import { Shown } from './Shown';

const ranges: readonly (readonly [string, TimeRange])[] = [
  ['all time', {}],
  ['relative', { from: '-3h' }],
  ['today', { from: 'today' }],
  ['fixed, one day', { from: '2026-11-24T05:00:00Z', to: '2026-11-24T06:30:00Z' }],
  ['fixed, several days', { from: '2026-11-23T19:00:00Z', to: '2026-11-26T19:00:00Z' }],
];

export function Ranges() {
  return ranges.map(([name, range]) => (
    <Shown key={name} name={`TimeRangeField, ${name}`}>
      <Field first={range} />
    </Shown>
  ));
}

function Field({ first }: { first: TimeRange }) {
  const [value, setValue] = useState(first);
  return <TimeRangeField value={value} onChange={setValue} mayBeAll more={['-30d']} />;
}
