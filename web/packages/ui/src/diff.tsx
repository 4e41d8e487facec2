import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import { mono } from './theme';

type Fields = Readonly<Record<string, unknown>>;

interface DiffProps {
  label: string;
  before: Fields | undefined;
  after: Fields | undefined;
}

const textOf = (value: unknown) =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** What was there and what is there now, field by field. Fields that are equal are left out. */
export function Diff({ label, before = {}, after = {} }: DiffProps) {
  const { t } = useTexts('common');
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (it) => textOf(before[it]) !== textOf(after[it]),
  );
  const cell = { p: 1, textAlign: 'start', verticalAlign: 'top', overflowWrap: 'anywhere' } as const;
  return (
    <Box
      component="table"
      aria-label={label}
      // Names and values of the contract, as they are.
      data-raw
      sx={{
        borderCollapse: 'collapse',
        tableLayout: 'fixed',
        width: '100%',
        '& th': { ...cell, color: 'var(--e-palette-elchi-text2)', fontWeight: 400 },
        '& td': { ...cell, fontFamily: mono, fontSize: 12 },
      }}
    >
      <thead>
        <tr>
          <th>{t('field')}</th>
          <th>{t('before')}</th>
          <th>{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((it) => (
          <tr key={it}>
            <Box component="th" scope="row">
              {it}
            </Box>
            <td>{textOf(before[it])}</td>
            <td>{textOf(after[it])}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}
