import { useSession } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Loading, PageLink, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';

type Account = AdminTypes['schemas']['Account'];

type StepName = 'money' | 'sender' | 'access' | 'person' | 'message' | 'delivered';

interface Step {
  name: StepName;
  done: boolean;
  /** The tab where it is done. */
  tab: string;
}

const isZero = (amount: string) => /^-?0*(\.0*)?$/.test(amount) || amount.startsWith('-');

/** What a client needs until its first message is delivered. Only steps whose state this person may read. */
export function Onboarding({ account }: { account: Account }) {
  const { t } = useTexts('accounts');
  const { can } = useSession();
  const query = useQuery<Step[]>({
    queryKey: ['account', account.id, 'onboarding'],
    staleTime: 10_000,
    refetchInterval: (it) => (it.state.data?.every((step) => step.done) === true ? false : 10_000),
    queryFn: ({ signal }) => steps(account, can, signal),
  });
  if (query.isError || query.data?.every((it) => it.done) === true) {
    return null;
  }
  return (
    <Card title={t('onboarding')}>
      {query.isPending && <Loading lines={4} />}
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
        {query.data?.map((it) => (
          <li key={it.name}>
            <State tone={it.done ? 'ok' : 'info'}>{it.done ? t('step_done') : t('step_open')}</State>{' '}
            <PageLink to={`/accounts/${account.id}?tab=${it.tab}`}>{t(`step_${it.name}`)}</PageLink>
          </li>
        ))}
      </Box>
    </Card>
  );
}

async function steps(
  account: Account,
  can: (permission: string) => boolean,
  signal: AbortSignal,
): Promise<Step[]> {
  const of = { account_id: account.id };
  const found: Promise<Step>[] = [];
  if (can('money:read')) {
    const paid = !isZero(account.balance.available.amount);
    found.push(Promise.resolve({ name: 'money', done: paid, tab: 'transactions' }));
  }
  if (can('senders:read')) {
    const senders = must(admin.GET('/admin/v1/senders', { params: { query: of as never }, signal }));
    found.push(senders.then((it) => ({ name: 'sender', done: it.items.length > 0, tab: 'senders' })));
  }
  if (can('keys:read')) {
    const keys = must(admin.GET('/admin/v1/api-keys', { params: { query: of }, signal }));
    const logins = must(admin.GET('/admin/v1/smpp-logins', { params: { query: of as never }, signal }));
    found.push(
      Promise.all([keys, logins]).then(([some, others]) => ({
        name: 'access',
        done: some.items.some((it) => it.status === 'active') || others.items.length > 0,
        tab: 'keys',
      })),
    );
  }
  if (can('users:read')) {
    const people = must(admin.GET('/admin/v1/users', { params: { query: of as never }, signal }));
    found.push(people.then((it) => ({ name: 'person', done: it.items.length > 0, tab: 'team' })));
  }
  if (can('messages:read')) {
    for (const [name, state] of [
      ['message', {}],
      ['delivered', { state: 'delivered' }],
    ] as const) {
      const messages = must(
        admin.GET('/admin/v1/messages', {
          params: { query: { ...of, ...state, limit: 1 } as never },
          signal,
        }),
      );
      found.push(messages.then((it) => ({ name, done: it.items.length > 0, tab: 'messages' })));
    }
  }
  return Promise.all(found);
}
