import type { Change } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, DangerDialog, EditForm, type FieldSpec, Page, PageLink } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, type ReactNode, useState } from 'react';
import type { FieldValues, Path } from 'react-hook-form';
import { List } from './ListPage';
import { useSession } from './session';

/** Says that a change waits for another person, once it does. */
export function useWaits(): [note: ReactNode, told: (change: Change<unknown>) => void] {
  const { t } = useTexts('common');
  const { can } = useSession();
  const [draft, setDraft] = useState<string>();
  const note = draft !== undefined && (
    <Alert severity="info">
      {t('waits_for_approval')}{' '}
      {can('drafts:read') && draft !== '' && <PageLink to={`/approvals/${draft}`}>{t('to_draft')}</PageLink>}
    </Alert>
  );
  return [note, (change) => setDraft(change.done ? undefined : (change.draft ?? ''))];
}

/** A form that makes something new. */
export interface Adding<Values extends FieldValues> {
  permission: string;
  label: string;
  values: Values;
  fields: readonly FieldSpec<Values>[];
  /** Another person may have to approve: the form asks for the reason. */
  draft?: boolean;
  send(values: Values, reason: string): Promise<Change<unknown>>;
}

/** What can be done with a row, after a question. */
export interface RowAction<Row> {
  permission: string;
  /** The verb: the button of the row. */
  label(row: Row): string;
  /** The verb and the object. */
  title(row: Row): string;
  level: 2 | 3;
  asksReason?: boolean;
  name?(row: Row): string;
  effect(row: Row): ReactNode;
  possible?(row: Row): boolean;
  send(row: Row, reason: string): Promise<Change<unknown>>;
}

type EditableListProps<Row, Values extends FieldValues> = Omit<
  ComponentProps<typeof List<Row>>,
  'filters'
> & {
  filters?: ComponentProps<typeof List<Row>>['filters'];
  add?: Adding<Values>;
  actions?: readonly RowAction<Row>[];
  /** Width of the column of the actions. */
  actionWidth?: number;
};

/** A list with a form to add to it, and actions on its rows. */
export function EditableList<Row, Values extends FieldValues = FieldValues>(
  props: EditableListProps<Row, Values>,
) {
  const { add, actions = [], actionWidth = 160, ...list } = props;
  const { t } = useTexts('common');
  const { can } = useSession();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ row: Row; action: RowAction<Row> }>();
  const [note, told] = useWaits();
  const allowed = actions.filter((it) => can(it.permission));
  const changed = () => queries.invalidateQueries({ queryKey: [props.name] });
  return (
    <>
      {note}
      {add !== undefined && can(add.permission) && !adding && (
        <div>
          <Button variant="contained" onClick={() => setAdding(true)}>
            {add.label}
          </Button>
        </div>
      )}
      {add !== undefined && adding && (
        <Card title={add.label} actions={<Button onClick={() => setAdding(false)}>{t('cancel')}</Button>}>
          <AddForm
            autoFocus
            add={add}
            onDone={async (change) => {
              told(change);
              setAdding(false);
              await changed();
            }}
          />
        </Card>
      )}
      <List<Row>
        {...list}
        columns={
          allowed.length === 0
            ? list.columns
            : [
                ...list.columns,
                {
                  key: 'actions',
                  title: '',
                  width: actionWidth,
                  cell: (row) => (
                    <Box component="span" sx={{ display: 'inline-flex' }}>
                      {allowed
                        .filter((it) => it.possible?.(row) !== false)
                        .map((action) => (
                          <Button
                            key={action.label(row)}
                            variant="text"
                            aria-label={action.title(row)}
                            onClick={() => setAsked({ row, action })}
                          >
                            {action.label(row)}
                          </Button>
                        ))}
                    </Box>
                  ),
                },
              ]
        }
      />
      {asked !== undefined && (
        <DangerDialog
          action={asked.action.title(asked.row)}
          level={asked.action.level}
          name={asked.action.name?.(asked.row) ?? ''}
          {...(asked.action.asksReason === undefined ? {} : { asksReason: asked.action.asksReason })}
          onClose={() => setAsked(undefined)}
          onConfirm={async (reason) => {
            told(await asked.action.send(asked.row, reason));
            await changed();
          }}
        >
          {asked.action.effect(asked.row)}
        </DangerDialog>
      )}
    </>
  );
}

/** The form of what is added; with a reason where somebody else may have to approve. */
export function AddForm<Values extends FieldValues>(props: {
  add: Adding<Values>;
  submitLabel?: string;
  /** The form was asked for, and takes the focus. */
  autoFocus?: boolean;
  onDone(change: Change<unknown>): Promise<unknown>;
}) {
  const { t } = useTexts('common');
  const { add } = props;
  type WithReason = Values & { reason_why: string };
  const reason: FieldSpec<WithReason> = {
    name: 'reason_why' as Path<WithReason>,
    label: t('reason'),
    hint: t('reason_hint'),
    rules: { required: true, maxLength: 200 },
  };
  return (
    <EditForm<WithReason>
      autoFocus={props.autoFocus === true}
      submitLabel={props.submitLabel ?? t('save')}
      values={{ ...add.values, reason_why: '' }}
      fields={[
        ...(add.fields as unknown as readonly FieldSpec<WithReason>[]),
        ...(add.draft === true ? [reason] : []),
      ]}
      onSubmit={async (values) => props.onDone(await add.send(values, values.reason_why))}
    />
  );
}

/** A page that is one such list. */
export function EditablePage<Row, Values extends FieldValues = FieldValues>(
  props: EditableListProps<Row, Values> & { above?: ReactNode },
) {
  const { above, ...list } = props;
  return (
    <Page title={props.title}>
      {above}
      <EditableList<Row, Values> {...list} />
    </Page>
  );
}
