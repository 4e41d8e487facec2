import {
  AddForm,
  type InvitedUser,
  List,
  PasswordLink,
  usePathPart,
  useRoleName,
  useRoles,
  useSession,
  useWaits,
} from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Facts, Loading, None, Page, PageLink, ProblemBox, State, Time } from '@elchi/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { UserActions } from './UserActions';
import { addressesOf, type User, UserState } from './Users';

type SignIn = AdminTypes['schemas']['SignIn'];

const good = new Set<SignIn['result']>(['signed_in', 'confirmed']);

export default function UserPage() {
  const { t } = useTexts('users');
  const { can } = useSession();
  const nameOf = useRoleName();
  const id = Number(usePathPart('id'));
  const [note, told] = useWaits();
  const [invited, setInvited] = useState<InvitedUser>();
  const query = useQuery({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/users/{id}', { params: { path: { id } }, signal })),
  });
  const user = query.data;
  if (user === undefined) {
    return (
      <Page title={t('user')}>
        {query.isError ? (
          <ProblemBox problem={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={user.name}
      actions={can('users:write') && <UserActions user={user} told={told} onLink={setInvited} />}
    >
      {note}
      {invited !== undefined && <PasswordLink invited={invited} />}
      <Card>
        <Facts
          rows={[
            [t('signin:email'), user.email],
            [
              t('common:account'),
              <PageLink key="a" to={`/accounts/${user.account_id}`}>
                {user.account ?? user.account_id}
              </PageLink>,
            ],
            [t('role'), nameOf(user.role)],
            [t('common:status'), <UserState key="s" status={user.status} />],
            [
              t('second_factor'),
              <State key="f" tone={user.second_factor ? 'ok' : 'warn'}>
                {t(user.second_factor ? 'has' : 'has_not')}
              </State>,
            ],
            [t('addresses'), user.ip_whitelist.join(', ') || t('everywhere')],
            [t('last_sign_in'), <Time key="l" value={user.last_sign_in_at} />],
            [t('common:created'), <Time key="c" value={user.created_at} />],
          ]}
        />
      </Card>
      {can('users:write') && <Change user={user} told={told} />}
      <SignIns user={id} />
    </Page>
  );
}

function Change({ user, told }: { user: User; told: ReturnType<typeof useWaits>[1] }) {
  const { t } = useTexts('users');
  const queries = useQueryClient();
  const roles = useRoles();
  const nameOf = useRoleName();
  const mine = roles.data?.items.find((it) => it.role === user.role);
  const possible = (roles.data?.items ?? []).filter(
    (it) => mine === undefined || it.account_type === mine.account_type,
  );
  if (roles.isPending) {
    return <Loading />;
  }
  return (
    <Card title={t('change')}>
      <AddForm
        onDone={async (change) => {
          told(change);
          await queries.invalidateQueries({ queryKey: ['users'] });
        }}
        add={{
          permission: 'users:write',
          label: t('change'),
          draft: true,
          values: { name: user.name, role: user.role, ip_whitelist: user.ip_whitelist.join(' ') },
          fields: [
            { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
            {
              name: 'role',
              label: t('role'),
              kind: 'select',
              options: possible.map((it) => ({ value: it.role, label: nameOf(it.role) })),
            },
            { name: 'ip_whitelist', label: t('addresses'), hint: t('addresses_hint') },
          ],
          send: (values, reason) =>
            mustChange(
              admin.PATCH('/admin/v1/users/{id}', {
                params: { path: { id: user.id } },
                body: {
                  name: values.name,
                  ...(values.role === user.role ? {} : { role: values.role }),
                  ip_whitelist: addressesOf(values.ip_whitelist),
                },
                ...because(reason),
              }),
            ),
        }}
      />
    </Card>
  );
}

function SignIns({ user }: { user: number }) {
  const { t } = useTexts('users');
  return (
    <Card title={t('sign_ins')}>
      <List<SignIn>
        title={t('sign_ins')}
        name="sign-ins"
        of={user}
        columns={[
          { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.at} /> },
          {
            key: 'result',
            title: t('common:state'),
            width: 220,
            cell: (it) => (
              <State tone={good.has(it.result) ? 'ok' : it.result.endsWith('needed') ? 'info' : 'bad'}>
                {t(`result_${it.result}`)}
              </State>
            ),
          },
          { key: 'address', title: t('address'), width: 160, cell: (it) => it.address },
          { key: 'agent', title: t('browser'), cell: (it) => it.user_agent ?? <None /> },
        ]}
        fetchPage={(_, cursor, signal) =>
          must(
            admin.GET('/admin/v1/users/{id}/sign-ins', {
              params: { path: { id: user }, query: { cursor, limit: 50 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('no_sign_ins')} />}
      />
    </Card>
  );
}
