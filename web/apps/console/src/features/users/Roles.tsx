import { type Role, useRoleName, useRoles, useSearch, useSession, useWaits } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Empty, Loading, Page, ProblemBox } from '@elchi/ui';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { EditRole, RemoveRole } from './EditRole';
import { Matrix } from './Matrix';

/** Which role may do what, as the server has it. */
export default function Roles() {
  const { t } = useTexts('users');
  const { can } = useSession();
  const [search, setSearch] = useSearch();
  const [editing, setEditing] = useState<Role | 'new'>();
  const [removing, setRemoving] = useState<Role>();
  const [note, told] = useWaits();
  const query = useRoles();
  const nameOf = useRoleName();
  const asked = (search.q ?? '').toLowerCase();
  const all = query.data?.items ?? [];
  // A role that is named shows what it may do; else the permissions that are named.
  const named = all.filter((it) => asked !== '' && nameOf(it.role).toLowerCase().includes(asked));
  const shown = named.length > 0 ? named : all;
  const permissions = [...new Set(shown.flatMap((it) => it.permissions))]
    .filter((it) => named.length > 0 || it.includes(asked))
    .sort();
  return (
    <Page
      title={t('roles')}
      actions={
        can('users:write') &&
        editing === undefined && (
          <Button variant="contained" onClick={() => setEditing('new')}>
            {t('new_role')}
          </Button>
        )
      }
    >
      {note}
      {editing !== undefined && (
        <EditRole
          role={editing === 'new' ? undefined : editing}
          told={told}
          onDone={() => setEditing(undefined)}
        />
      )}
      <TextField
        label={t('find')}
        helperText={t('find_hint')}
        value={search.q ?? ''}
        onChange={(event) => setSearch({ q: event.target.value })}
        slotProps={{ inputLabel: { shrink: true } }}
        sx={{ maxWidth: 360 }}
      />
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && permissions.length === 0 && <Empty title={t('common:no_hit')} />}
      {permissions.length > 0 && (
        <Matrix roles={shown} permissions={permissions} onEdit={setEditing} onRemove={setRemoving} />
      )}
      {removing !== undefined && (
        <RemoveRole role={removing} told={told} onClose={() => setRemoving(undefined)} />
      )}
    </Page>
  );
}
