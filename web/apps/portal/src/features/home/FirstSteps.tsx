import { useSession } from '@elchi/app';
import { admin, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Loading, PageLink, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';

interface Step {
  name: 'key' | 'message' | 'webhook';
  done: boolean;
  to: string;
}

/**
 * What a new account does first. Only steps are here whose state this person may read. The contract does not tell a
 * client which senders it may use.
 */
export function FirstSteps() {
  const { t } = useTexts('home');
  const { session, can } = useSession();
  const account = session.user.account_id;
  const query = useQuery({
    queryKey: ['home', 'first-steps', account],
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const keys = async (): Promise<Step> => {
        const found = await must(
          admin.GET('/admin/v1/api-keys', { params: { query: { account_id: account } }, signal }),
        );
        return { name: 'key', done: found.items.some((it) => it.status === 'active'), to: '/keys' };
      };
      const messages = async (): Promise<Step> => {
        const found = await must(
          gateway.GET('/v1/sms', { params: { query: { state: 'delivered', limit: 1 } as never }, signal }),
        );
        return { name: 'message', done: found.items.length > 0, to: '/send' };
      };
      const webhooks = async (): Promise<Step> => {
        const found = await must(gateway.GET('/v1/webhooks', { signal }));
        return { name: 'webhook', done: found.items.some((it) => it.kind === 'account'), to: '/webhooks' };
      };
      return Promise.all([
        ...(can('keys:read') ? [keys()] : []),
        ...(can('sms:read') ? [messages()] : []),
        ...(can('webhooks:read') ? [webhooks()] : []),
      ]);
    },
  });
  // One failing reading takes no other card; when all is done there is nothing to say.
  if (query.isError || query.data?.every((it) => it.done) === true) {
    return null;
  }
  return (
    <Card title={t('first_steps')}>
      {query.isPending && <Loading lines={3} />}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
        {query.data?.map((it) => (
          <li key={it.name}>
            <State tone={it.done ? 'ok' : 'info'}>{it.done ? t('done') : t('open_step')}</State>{' '}
            <PageLink to={it.to}>{t(`step_${it.name}`)}</PageLink>
          </li>
        ))}
      </Box>
    </Card>
  );
}
