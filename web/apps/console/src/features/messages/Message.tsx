import {
  MessageAttempts,
  MessageStateChip,
  MessageTimeline,
  usePathPart,
  useSearch,
  useSession,
} from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { currentLanguage, duration, phone, useTexts } from '@elchi/i18n';
import {
  Card,
  Facts,
  Id,
  Loading,
  Money,
  None,
  Page,
  PageLink,
  PageTabs,
  Phone,
  ProblemBox,
  Raw,
  TabPanel,
  Time,
} from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { Pdus } from './Pdus';
import { messageQuery } from './queries';
import { WholeText } from './WholeText';
import { Why } from './Why';

type Message = AdminTypes['schemas']['Message'];

const tabs = ['timeline', 'why', 'pdus', 'money', 'webhooks', 'raw'] as const;
/** Their operations are for the platform's staff alone. */
const ofStaff: readonly string[] = ['why', 'pdus', 'webhooks'];
const ended = new Set(['delivered', 'undelivered', 'expired', 'rejected', 'unknown', 'canceled']);

export default function MessagePage() {
  const { t } = useTexts('messages');
  const { can, isStaff } = useSession();
  const id = usePathPart('id');
  const [search, setSearch] = useSearch();
  const query = useQuery({
    ...messageQuery(id),
    // Read again until it ended.
    refetchInterval: (it) =>
      it.state.status === 'error' || (it.state.data !== undefined && ended.has(it.state.data.state))
        ? false
        : 1000,
  });
  const shown = tabs.filter(
    (it) => (isStaff || !ofStaff.includes(it)) && (it !== 'pdus' || can('links:trace')),
  );
  const tab = shown.find((it) => it === search.tab) ?? 'timeline';
  const message = query.data;
  return (
    <Page title={t('message')} actions={<Id value={id} whole />}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {message !== undefined && (
        <>
          <Header message={message} />
          <PageTabs
            label={t('message')}
            value={tab}
            onChange={(next) => setSearch({ tab: next })}
            tabs={shown.map((it) => ({ name: it, label: t(it) }))}
          />
          <TabPanel name={tab}>
            {tab === 'timeline' && (
              <Card>
                <MessageTimeline steps={message.timeline} state={message.state} />
              </Card>
            )}
            {tab === 'why' && <Why id={id} />}
            {tab === 'webhooks' && (
              <MessageAttempts
                id={id}
                read={(signal) =>
                  must(
                    admin.GET('/admin/v1/messages/{id}/webhook-attempts', {
                      params: { path: { id } },
                      signal,
                    }),
                  )
                }
              />
            )}
            {tab === 'pdus' && <Pdus id={id} />}
            {tab === 'money' && <MessageMoney message={message} />}
            {tab === 'raw' && (
              <Raw
                label={t('raw')}
                text={JSON.stringify({ ...message, to: phone(message.to, true) }, null, 2)}
              />
            )}
          </TabPanel>
        </>
      )}
    </Page>
  );
}

function Header({ message }: { message: Message }) {
  const { t } = useTexts('messages');
  const operator = [...message.timeline].reverse().find((it) => it.operator !== undefined)?.operator;
  const took =
    message.delivered_at === undefined
      ? undefined
      : Math.max(0, Date.parse(message.delivered_at) - Date.parse(message.accepted_at));
  return (
    <Card>
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'center', mb: 3, flexWrap: 'wrap' }}>
        <MessageStateChip state={message.state} />
        <Box sx={{ fontWeight: 600 }}>
          {took !== undefined && operator !== undefined
            ? t('sentence_delivered', { operator, took: duration(currentLanguage(), took) })
            : t('sentence_other', { state: t(`state_${message.state}`) })}
        </Box>
      </Box>
      <Facts
        rows={[
          [t('to'), <Phone key="to" value={message.to} />],
          [t('from'), message.from],
          [t('class'), t(`class_${message.class}`)],
          [
            t('common:account'),
            <PageLink key="account" to={`/accounts/${message.account_id}`}>
              {message.account ?? message.account_id}
            </PageLink>,
          ],
          [
            t('text'),
            message.class === 'otp' ? (
              t('masked')
            ) : message.text === undefined ? (
              <None key="text" />
            ) : (
              <WholeText key="text" message={message} />
            ),
          ],
          [t('parts'), message.parts],
          [
            t('network'),
            [message.country, message.mcc, message.mnc].filter((it) => it !== undefined).join(' ') || (
              <None key="none" />
            ),
          ],
          message.reference !== undefined && [t('reference'), message.reference],
          message.correlation_id !== undefined && [
            t('correlation'),
            <Id key="correlation" value={message.correlation_id} whole />,
          ],
        ]}
      />
    </Card>
  );
}

function MessageMoney({ message }: { message: Message }) {
  const { t } = useTexts('messages');
  return (
    <Card>
      <Facts
        rows={[
          [t('charged'), <Money key="price" value={message.price} />],
          [t('reserved'), <Money key="reserved" value={message.reserved} />],
          [t('parts'), `${message.parts_charged} / ${message.parts}`],
          [t('valid_until'), <Time key="until" value={message.valid_until} />],
        ]}
      />
    </Card>
  );
}
