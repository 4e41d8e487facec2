import {
  MessageAttempts,
  MessageStateChip,
  MessageTimeline,
  usePathPart,
  useSearch,
  useSession,
} from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import {
  Card,
  Facts,
  Id,
  Loading,
  Money,
  Page,
  PageTabs,
  Phone,
  ProblemBox,
  Raw,
  TabPanel,
  Time,
} from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';

const ended = new Set(['delivered', 'undelivered', 'expired', 'rejected', 'unknown', 'canceled']);

export default function MessagePage() {
  const { t } = useTexts('messages');
  const { can } = useSession();
  const [search, setSearch] = useSearch();
  const id = usePathPart('id');
  const query = useQuery({
    queryKey: ['message', id],
    queryFn: ({ signal }) => must(gateway.GET('/v1/sms/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (it) =>
      it.state.status === 'error' || (it.state.data !== undefined && ended.has(it.state.data.state))
        ? false
        : 1000,
  });
  const message = query.data;
  const tabs = (['timeline', 'webhooks'] as const).filter((it) => it === 'timeline' || can('webhooks:read'));
  const tab = tabs.find((it) => it === search.tab) ?? 'timeline';
  return (
    <Page title={t('message')} actions={<Id value={id} whole />}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {message !== undefined && (
        <>
          <Card>
            <Box sx={{ mb: 3 }}>
              <MessageStateChip state={message.state} />
            </Box>
            <Facts
              rows={[
                [t('to'), <Phone key="to" value={message.to} masked={false} />],
                [t('from'), message.from],
                [t('class'), t(`class_${message.class}`)],
                [t('accepted_at'), <Time key="at" value={message.accepted_at} />],
                [t('charged'), <Money key="price" value={message.price} />],
                message.reference !== undefined && [t('reference'), message.reference],
              ]}
            />
          </Card>
          <PageTabs
            label={t('message')}
            value={tab}
            onChange={(next) => setSearch({ tab: next })}
            tabs={tabs.map((it) => ({ name: it, label: t(it) }))}
          />
          <TabPanel name={tab}>
            {tab === 'timeline' && (
              <>
                <Card title={t('timeline')}>
                  <MessageTimeline steps={message.timeline} state={message.state} />
                </Card>
                <Raw label={t('raw')} text={JSON.stringify(message, null, 2)} />
              </>
            )}
            {tab === 'webhooks' && (
              <MessageAttempts
                id={id}
                linkOf={(endpoint) => `/webhooks/${endpoint}`}
                read={(signal) =>
                  must(gateway.GET('/v1/sms/{id}/webhook-attempts', { params: { path: { id } }, signal }))
                }
              />
            )}
          </TabPanel>
        </>
      )}
    </Page>
  );
}
