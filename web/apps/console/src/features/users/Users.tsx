import {
  EditableList,
  findAccounts,
  type InvitedUser,
  PasswordLink,
  useRoleName,
  useRoles,
  useSession,
} from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Page, PageLink, State, Time, type Tone } from '@elchi/ui';
import { useState } from 'react';

export type User = AdminTypes['schemas']['User'];

const tones: Record<User['status'], Tone> = { active: 'ok', invited: 'info', suspended: 'warn' };

export function UserState({ status }: { status: User['status'] }) {
  const { t } = useTexts('users');
  return <State tone={tones[status]}>{t(`status_${status}`)}</State>;
}

export const addressesOf = (typed: string) => typed.split(/[\s,]+/).filter((it) => it !== '');

export default function Users() {
  const { t } = useTexts('users');
  const { session } = useSession();
  const roles = useRoles();
  const nameOf = useRoleName();
  // Shown once, and gone with this page.
  const [invited, setInvited] = useState<InvitedUser>();
  return (
    <Page title={t('title')}>
      {invited !== undefined && <PasswordLink invited={invited} />}
      <EditableList<User, ReturnType<typeof emptyOf>>
        title={t('title')}
        name="users"
        filters={[{ name: 'account_id', label: t('messages:account_id') }]}
        columns={[
          { key: 'name', title: t('common:name'), width: 190, cell: (it) => it.name },
          { key: 'email', title: t('signin:email'), cell: (it) => it.email },
          {
            key: 'account',
            title: t('common:account'),
            width: 170,
            cell: (it) => (
              <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>
            ),
          },
          { key: 'role', title: t('role'), width: 150, cell: (it) => nameOf(it.role) },
          {
            key: 'status',
            title: t('common:status'),
            width: 140,
            cell: (it) => <UserState status={it.status} />,
          },
          {
            key: 'factor',
            title: t('second_factor'),
            width: 140,
            cell: (it) => (
              <State tone={it.second_factor ? 'ok' : 'warn'}>{t(it.second_factor ? 'has' : 'has_not')}</State>
            ),
          },
          {
            key: 'last',
            title: t('last_sign_in'),
            width: 150,
            cell: (it) => <Time value={it.last_sign_in_at} />,
          },
        ]}
        fetchPage={(filters, cursor, signal) =>
          must(
            admin.GET('/admin/v1/users', {
              params: { query: { ...filters, cursor, limit: 100 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        linkOf={(it) => `/users/${it.id}`}
        empty={<Empty title={t('none')} />}
        add={{
          permission: 'users:write',
          label: t('invite'),
          draft: true,
          values: emptyOf(session.user.account_id),
          fields: [
            {
              name: 'email',
              label: t('signin:email'),
              kind: 'email',
              rules: { required: true, maxLength: 200 },
            },
            { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
            {
              name: 'account_id',
              label: t('messages:account_id'),
              hint: t('routes:account_typed'),
              suggest: findAccounts,
              rules: { required: true, pattern: /^[1-9][0-9]*$/ },
            },
            {
              name: 'role',
              label: t('role'),
              kind: 'select',
              options: (roles.data?.items ?? []).map((it) => ({
                value: it.role,
                label: `${nameOf(it.role)} (${t(`accounts:type_${it.account_type}`)})`,
              })),
              rules: { required: true },
            },
            { name: 'ip_whitelist', label: t('addresses'), hint: t('addresses_hint') },
          ],
          send: async (it, reason) => {
            const addresses = addressesOf(it.ip_whitelist);
            const made = await mustChange(
              admin.POST('/admin/v1/users', {
                body: {
                  account_id: Number(it.account_id),
                  email: it.email.trim(),
                  name: it.name.trim(),
                  role: it.role,
                  ...(addresses.length === 0 ? {} : { ip_whitelist: addresses }),
                },
                ...because(reason),
              }),
            );
            setInvited(made.done && 'token' in made.value ? made.value : undefined);
            return made;
          },
        }}
      />
    </Page>
  );
}

const emptyOf = (account: number) => ({
  email: '',
  name: '',
  account_id: String(account),
  role: '',
  ip_whitelist: '',
});
