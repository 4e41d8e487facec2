import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, type FieldSpec, State, Time, type Tone } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AddForm, EditableList, type RowAction, useWaits } from '../EditableList';
import { useSession } from '../session';
import { ShownLink } from './ShownLink';

type User = AdminTypes['schemas']['User'];
type Invited = AdminTypes['schemas']['InvitedUser'];
type AccountType = AdminTypes['schemas']['Account']['type'];

const tones: Record<User['status'], Tone> = { invited: 'info', active: 'ok', suspended: 'bad' };

/** The people of an account: invite, role, suspend, password link, sign out. Nobody changes itself. */
export function Team({ account, type }: { account: number; type: AccountType }) {
  const { t } = useTexts('team');
  const { session, can } = useSession();
  const queries = useQueryClient();
  const [link, setLink] = useState<Invited>();
  const [changing, setChanging] = useState<User>();
  const [note, told] = useWaits();
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/roles', { signal })),
    staleTime: 60_000,
  });
  const choices = (roles.data?.items ?? [])
    .filter((it) => it.account_type === type)
    .map((it) => ({ value: it.role, label: it.role }));
  const roleField: FieldSpec<{ role: string }> = {
    name: 'role',
    label: t('role'),
    kind: 'select',
    options: choices,
    rules: { required: true },
  };
  const other = (it: User) => it.id !== session.user.id;
  const status = (to: 'active' | 'suspended', it: User, reason: string) =>
    mustChange(
      admin.PATCH('/admin/v1/users/{id}', {
        params: { path: { id: it.id } },
        body: { status: to },
        ...because(reason),
      }),
    );

  const actions: readonly RowAction<User>[] = [
    {
      permission: 'users:write',
      label: () => t('suspend'),
      title: (it) => t('suspend_title', { name: it.name }),
      level: 3,
      name: (it) => it.name,
      possible: (it) => other(it) && it.status !== 'suspended',
      effect: () => t('effect_suspend'),
      send: (it, reason) => status('suspended', it, reason),
    },
    {
      permission: 'users:write',
      label: () => t('resume'),
      title: (it) => t('resume_title', { name: it.name }),
      level: 2,
      asksReason: true,
      possible: (it) => other(it) && it.status === 'suspended',
      effect: () => t('effect_resume'),
      send: (it, reason) => status('active', it, reason),
    },
    {
      permission: 'users:write',
      label: () => t('new_link'),
      title: (it) => t('new_link_title', { name: it.name }),
      level: 2,
      asksReason: true,
      possible: (it) => other(it) && it.status !== 'suspended',
      effect: () => t('effect_new_link'),
      send: async (it, reason) => {
        const change = await mustChange(
          admin.POST('/admin/v1/users/{id}/password-link', {
            params: { path: { id: it.id } },
            ...because(reason),
          }),
        );
        if (change.done) {
          setLink(change.value as Invited);
        }
        return change;
      },
    },
    {
      permission: 'users:write',
      label: () => t('sign_out'),
      title: (it) => t('sign_out_title', { name: it.name }),
      level: 2,
      possible: other,
      effect: () => t('effect_sign_out'),
      send: (it) =>
        mustChange(admin.DELETE('/admin/v1/users/{id}/sessions', { params: { path: { id: it.id } } })),
    },
  ];

  return (
    <>
      {note}
      {link !== undefined && (
        <ShownLink invited={link} console={type !== 'client'} onDone={() => setLink(undefined)} />
      )}
      {changing !== undefined && (
        <Card
          title={`${t('change_role')}: ${changing.name}`}
          actions={<Button onClick={() => setChanging(undefined)}>{t('common:cancel')}</Button>}
        >
          <AddForm<{ role: string }>
            add={{
              permission: 'users:write',
              label: t('change_role'),
              values: { role: changing.role },
              draft: true,
              fields: [roleField],
              send: (values, reason) =>
                mustChange(
                  admin.PATCH('/admin/v1/users/{id}', {
                    params: { path: { id: changing.id } },
                    body: { role: values.role },
                    ...because(reason),
                  }),
                ),
            }}
            onDone={async (change) => {
              told(change);
              setChanging(undefined);
              await queries.invalidateQueries({ queryKey: ['team'] });
            }}
          />
        </Card>
      )}
      <EditableList<User, { email: string; name: string; role: string }>
        title={t('title')}
        name="team"
        of={account}
        columns={[
          { key: 'name', title: t('common:name'), width: 170, cell: (it) => it.name },
          { key: 'email', title: t('email'), cell: (it) => it.email },
          {
            key: 'role',
            title: t('role'),
            width: 150,
            cell: (it) =>
              other(it) && can('users:write') ? (
                <Button
                  variant="text"
                  aria-label={`${t('change_role')}: ${it.name}`}
                  onClick={() => setChanging(it)}
                >
                  {it.role}
                </Button>
              ) : (
                it.role
              ),
          },
          {
            key: 'status',
            title: t('common:status'),
            width: 150,
            cell: (it) => <State tone={tones[it.status]}>{t(`status_${it.status}`)}</State>,
          },
          {
            key: 'factor',
            title: t('second_factor'),
            width: 130,
            cell: (it) => (it.second_factor ? t('yes') : t('no')),
          },
          {
            key: 'last',
            title: t('last_sign_in'),
            width: 180,
            cell: (it) =>
              it.last_sign_in_at === undefined ? t('never') : <Time value={it.last_sign_in_at} />,
          },
        ]}
        fetchPage={(_, cursor, signal) =>
          must(
            admin.GET('/admin/v1/users', {
              params: { query: { account_id: account, cursor, limit: 100 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('none')} />}
        actions={actions}
        actionWidth={340}
        {...(choices.length === 0
          ? {}
          : {
              add: {
                permission: 'users:write',
                label: t('invite'),
                draft: true,
                values: { email: '', name: '', role: choices.at(-1)?.value ?? '' },
                fields: [
                  {
                    name: 'email',
                    label: t('email'),
                    kind: 'email',
                    rules: { required: true, maxLength: 200 },
                  },
                  { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
                  { ...roleField, name: 'role' } as FieldSpec<{ email: string; name: string; role: string }>,
                ],
                send: async (values, reason) => {
                  const change = await mustChange(
                    admin.POST('/admin/v1/users', {
                      body: {
                        account_id: account,
                        email: values.email.trim(),
                        name: values.name.trim(),
                        role: values.role,
                      },
                      ...because(reason),
                    }),
                  );
                  if (change.done) {
                    setLink(change.value as Invited);
                  }
                  return change;
                },
              },
            })}
      />
    </>
  );
}
