import { type Role, useSession } from '@elchi/app';
import { admin, because, type Change, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, DangerDialog, EditForm, Grid } from '@elchi/ui';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface EditRoleProps {
  /** Missing: a new one. */
  role: Role | undefined;
  told(change: Change<unknown>): void;
  onDone(): void;
}

/** A role of the account: a name and permissions. Nobody gives what they have not. */
export function EditRole({ role, told, onDone }: EditRoleProps) {
  const { t } = useTexts('users');
  const { session } = useSession();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(role?.permissions));
  const permissions = [...new Set([...session.permissions, ...(role?.permissions ?? [])])].sort();

  function toggle(permission: string) {
    const next = new Set(chosen);
    if (!next.delete(permission)) {
      next.add(permission);
    }
    setChosen(next);
  }

  return (
    <Card
      title={role === undefined ? t('new_role') : `${t('change')}: ${role.name ?? role.role}`}
      actions={<Button onClick={onDone}>{t('common:cancel')}</Button>}
    >
      <Grid least={180}>
        {permissions.map((it) => (
          <FormControlLabel
            key={it}
            label={<code>{it}</code>}
            control={<Checkbox size="small" checked={chosen.has(it)} onChange={() => toggle(it)} />}
          />
        ))}
      </Grid>
      <EditForm
        submitLabel={t('common:save')}
        values={{ name: role?.name ?? '', reason: '' }}
        fields={[
          ...(role === undefined
            ? [{ name: 'name' as const, label: t('common:name'), rules: { required: true, maxLength: 100 } }]
            : []),
          {
            name: 'reason',
            label: t('common:reason'),
            hint: t('common:reason_hint'),
            rules: { required: true, maxLength: 200 },
          },
        ]}
        onSubmit={async (values) => {
          const body = { permissions: [...chosen].sort() };
          const why = because(values.reason);
          told(
            role?.id === undefined
              ? await mustChange(
                  admin.POST('/admin/v1/roles', { body: { name: values.name.trim(), ...body }, ...why }),
                )
              : await mustChange(
                  admin.PATCH('/admin/v1/roles/{id}', { params: { path: { id: role.id } }, body, ...why }),
                ),
          );
          await queries.invalidateQueries({ queryKey: ['roles'] });
          onDone();
        }}
      />
    </Card>
  );
}

export function RemoveRole(props: { role: Role; told(change: Change<unknown>): void; onClose(): void }) {
  const { t } = useTexts('users');
  const queries = useQueryClient();
  const { role, told, onClose } = props;
  const name = role.name ?? role.role;
  return (
    <DangerDialog
      action={`${t('remove')}: ${name}`}
      level={3}
      name={name}
      onClose={onClose}
      onConfirm={async (reason) => {
        told(
          await mustChange(
            admin.DELETE('/admin/v1/roles/{id}', {
              params: { path: { id: role.id ?? 0 } },
              ...because(reason),
            }),
          ),
        );
        await queries.invalidateQueries({ queryKey: ['roles'] });
      }}
    >
      {t('remove_effect')}
    </DangerDialog>
  );
}
