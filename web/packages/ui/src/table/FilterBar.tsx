import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';

export interface Filter {
  /** The parameter of the address and of the contract. */
  name: string;
  label: string;
  /** The values it may have; without them any text. */
  options?: readonly { value: string; label: string }[];
  /** Its value is about a person, a number: no browser keeps it. */
  isPrivate?: true;
}

interface FilterBarProps {
  filters: readonly Filter[];
  values: Readonly<Record<string, string | undefined>>;
  onChange(values: Record<string, string | undefined>): void;
}

/** Filters as chips: what is in them is in the address, too. */
export function FilterBar({ filters, values, onChange }: FilterBarProps) {
  const { t } = useTexts('common');
  const [name, setName] = useState(filters[0]?.name ?? '');
  const [text, setText] = useState('');
  const chosen = filters.find((it) => it.name === name);

  function add(value: string) {
    if (value.trim() !== '') {
      onChange({ ...values, [name]: value.trim() });
      setText('');
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    add(text);
  }

  return (
    <Box
      component="form"
      role="search"
      aria-label={t('filter')}
      onSubmit={submit}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}
    >
      <TextField
        select
        label={t('filter')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        sx={{ width: 160 }}
      >
        {filters.map((it) => (
          <MenuItem key={it.name} value={it.name}>
            {it.label}
          </MenuItem>
        ))}
      </TextField>
      {chosen?.options === undefined ? (
        <TextField
          label={chosen?.label ?? ''}
          value={text}
          onChange={(event) => setText(event.target.value)}
          slotProps={{ htmlInput: { 'data-filter': 'text', maxLength: 200 } }}
          sx={{ width: 220 }}
        />
      ) : (
        <TextField
          select
          label={chosen.label}
          value={values[name] ?? ''}
          onChange={(event) => add(event.target.value)}
          sx={{ width: 220 }}
        >
          {chosen.options.map((it) => (
            <MenuItem key={it.value} value={it.value}>
              {it.label}
            </MenuItem>
          ))}
        </TextField>
      )}
      {chosen?.options === undefined && (
        <Button type="submit" variant="outlined">
          {t('add_filter')}
        </Button>
      )}
      {filters
        .filter((it) => values[it.name] !== undefined)
        .map((it) => (
          <Chip
            key={it.name}
            label={`${it.label}: ${it.options?.find((one) => one.value === values[it.name])?.label ?? values[it.name]}`}
            onDelete={() => onChange({ ...values, [it.name]: undefined })}
            sx={{ alignSelf: 'center' }}
          />
        ))}
    </Box>
  );
}
