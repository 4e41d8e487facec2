import { MessageStateChip, MessageTimeline, usePathPart } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Facts, Id, Loading, Money, Page, Phone, ProblemBox, Raw, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';

const ended = new Set(['delivered', 'undelivered', 'expired', 'rejected', 'unknown', 'canceled']);

export default function MessagePage() {
  const { t } = useTexts('messages');
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
          <Card title={t('timeline')}>
            <MessageTimeline steps={message.timeline} state={message.state} />
          </Card>
          <Raw label={t('raw')} text={JSON.stringify(message, null, 2)} />
        </>
      )}
    </Page>
  );
}
