import { useTexts } from '@elchi/i18n';
import { DataTable, Duration, Empty, Id, None, State, Time } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';

/** What both contracts have of an attempt to post an event of a message. */
interface Attempt {
  endpoint_id: number;
  url: string;
  event_id: string;
  type: string;
  attempt: number;
  failover: boolean;
  at: string;
  status?: number;
  error?: string;
  millis: number;
}

interface MessageAttemptsProps {
  /** The message's id. */
  id: string;
  read(signal: AbortSignal): Promise<{ items: readonly Attempt[] }>;
  /** The page of an endpoint, where the application has one. */
  linkOf?(endpoint: number): string;
}

/** The posts of a message's events to webhook endpoints, newest first. */
export function MessageAttempts({ id, read, linkOf }: MessageAttemptsProps) {
  const { t } = useTexts('webhooks');
  const query = useQuery({
    queryKey: ['message', id, 'attempts'],
    queryFn: ({ signal }) => read(signal),
    refetchInterval: 5_000,
  });
  return (
    <DataTable<Attempt>
      label={t('attempts')}
      columns={[
        { key: 'at', title: t('common:time'), width: 210, cell: (it) => <Time value={it.at} millis /> },
        { key: 'url', title: t('webhook'), cell: (it) => it.url },
        { key: 'type', title: t('type'), width: 170, cell: (it) => it.type },
        { key: 'attempt', title: t('attempt'), width: 80, align: 'end', cell: (it) => it.attempt },
        {
          key: 'status',
          title: t('status_code'),
          width: 110,
          cell: (it) => <State tone={it.error === undefined ? 'ok' : 'bad'}>{it.status ?? t('error')}</State>,
        },
        {
          key: 'millis',
          title: t('messages:took'),
          width: 90,
          align: 'end',
          cell: (it) => <Duration millis={it.millis} />,
        },
        {
          key: 'error',
          title: t('error'),
          width: 220,
          cell: (it) =>
            [it.failover ? t('to_failover') : undefined, it.error].filter(Boolean).join(' · ') || <None />,
        },
        { key: 'event', title: t('event'), width: 160, cell: (it) => <Id value={it.event_id} /> },
      ]}
      rows={query.data?.items ?? []}
      idOf={(it) => `${it.endpoint_id} ${it.event_id} ${it.attempt} ${it.at}`}
      {...(linkOf === undefined ? {} : { linkOf: (it: Attempt) => linkOf(it.endpoint_id) })}
      loading={query.isPending}
      problem={query.isError ? query.error : undefined}
      retry={() => void query.refetch()}
      empty={<Empty title={t('no_attempts')}>{t('no_attempts_hint')}</Empty>}
    />
  );
}
