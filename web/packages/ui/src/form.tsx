import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { type FieldValues, type Path, type RegisterOptions, useForm } from 'react-hook-form';
import { Problem } from './problem';
import { ProblemBox } from './states';

export interface FieldSpec<Values extends FieldValues> {
  name: Path<Values>;
  label: string;
  hint?: string;
  kind?: 'text' | 'password' | 'number' | 'select' | 'multiline' | 'email';
  options?: readonly { value: string; label: string }[];
  rules?: RegisterOptions<Values, Path<Values>>;
  autoComplete?: string;
  /** Finds values for what was typed: an id by a name. */
  suggest?(typed: string): Promise<readonly { value: string; label: string }[]>;
}

interface EditFormProps<Values extends FieldValues> {
  fields: readonly FieldSpec<Values>[];
  values: Values;
  submitLabel: string;
  /** Sends the values; a Problem that it throws with a `field` lands on that field. */
  onSubmit(values: Values): Promise<unknown>;
  /** Is told of every change while somebody types. */
  onValues?(values: Values): void;
  children?: ReactNode;
  autoFocus?: boolean;
  /** Changed values stay when other `values` come: a conflict loses nothing. */
  keepValues?: boolean;
}

/** A form of plain fields. Leaving the page with changes asks first. */
export function EditForm<Values extends FieldValues>(props: EditFormProps<Values>) {
  const { t } = useTexts('common');
  const form = useForm<Values>({
    mode: 'onBlur',
    values: props.values as never,
    resetOptions: { keepDirtyValues: props.keepValues === true },
  });
  const [problem, setProblem] = useState<unknown>();
  const { errors, isDirty, isSubmitting } = form.formState;
  const saved = useRef(false);
  const [found, setFound] = useState<Record<string, readonly { value: string; label: string }[]>>({});

  useEffect(() => {
    if (!isDirty) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => {
      if (!saved.current) {
        event.preventDefault();
      }
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isDirty]);

  const { onValues } = props;
  useEffect(() => {
    if (onValues === undefined) {
      return;
    }
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => onValues(values as Values),
    });
  }, [form, onValues]);

  async function submit(values: Values) {
    setProblem(undefined);
    try {
      await props.onSubmit(values);
      saved.current = true;
      form.reset(values);
    } catch (thrown) {
      const it = Problem.of(thrown);
      // A part of a field, like `amount.currency`, is of the field.
      const field = props.fields.find(
        (one) => one.name === it.field || it.field?.startsWith(`${one.name}.`) === true,
      );
      if (field === undefined) {
        setProblem(thrown);
      } else {
        form.setError(field.name, { type: 'server', message: it.detail ?? it.title }, { shouldFocus: true });
      }
    }
  }

  return (
    <Box
      component="form"
      noValidate
      onSubmit={form.handleSubmit(submit)}
      sx={{ display: 'flex', flexDirection: 'column', gap: 3, pt: 1, maxWidth: 480 }}
    >
      {props.fields.map((field, place) => {
        const error = errors[field.name];
        const kind = field.kind ?? 'text';
        return (
          <Fragment key={field.name}>
            <TextField
              label={field.label}
              select={kind === 'select'}
              multiline={kind === 'multiline'}
              minRows={kind === 'multiline' ? 4 : undefined}
              type={kind === 'select' || kind === 'multiline' ? undefined : kind}
              autoFocus={props.autoFocus === true && place === 0}
              autoComplete={field.autoComplete ?? 'off'}
              error={error !== undefined}
              helperText={
                error === undefined
                  ? (found[field.name]?.find((it) => it.value === form.getValues(field.name))?.label ??
                    field.hint)
                  : messageOf(error, t('required'), t('not_valid'))
              }
              defaultValue={kind === 'select' ? String(props.values[field.name] ?? '') : undefined}
              slotProps={{
                inputLabel: { shrink: true },
                ...(field.suggest === undefined ? {} : { htmlInput: { list: `found-${field.name}` } }),
              }}
              onInput={(event) => {
                const typed = (event.target as HTMLInputElement).value.trim();
                if (field.suggest !== undefined && typed !== '') {
                  void field
                    .suggest(typed)
                    .then((items) => setFound((before) => ({ ...before, [field.name]: items })))
                    .catch(() => {});
                }
              }}
              {...form.register(field.name, field.rules)}
            >
              {field.options?.map((it) => (
                <MenuItem key={it.value} value={it.value}>
                  {it.label}
                </MenuItem>
              ))}
            </TextField>
            {field.suggest !== undefined && (
              <datalist id={`found-${field.name}`}>
                {found[field.name]?.map((it) => (
                  <option key={it.value} value={it.value}>
                    {it.label}
                  </option>
                ))}
              </datalist>
            )}
          </Fragment>
        );
      })}
      {props.children}
      {problem !== undefined && <ProblemBox problem={problem} />}
      <Box>
        <Button type="submit" variant="contained" disabled={isSubmitting}>
          {props.submitLabel}
        </Button>
      </Box>
    </Box>
  );
}

function messageOf(error: unknown, required: string, invalid: string): string {
  const { type, message } = error as { type?: string; message?: string };
  if (message !== undefined && message !== '') {
    return message;
  }
  return type === 'required' ? required : invalid;
}
