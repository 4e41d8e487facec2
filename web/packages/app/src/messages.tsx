import { currentLanguage, duration, useTexts } from '@elchi/i18n';
import { type Column, type Filter, Id, Money, None, Phone, State, Time, type Tone } from '@elchi/ui';

export const messageStates = [
  'accepted',
  'queued',
  'submitted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'unknown',
  'canceled',
] as const;
export const messageClasses = ['otp', 'transactional', 'service', 'promotional'] as const;

export type MessageState = (typeof messageStates)[number];

const tones: Record<MessageState, Tone> = {
  accepted: 'info',
  queued: 'info',
  submitted: 'info',
  delivered: 'ok',
  undelivered: 'bad',
  expired: 'quiet',
  rejected: 'bad',
  unknown: 'unknown',
  canceled: 'quiet',
};

export function toneOf(state: MessageState): Tone {
  return tones[state];
}

export function MessageStateChip({ state }: { state: MessageState }) {
  const { t } = useTexts('messages');
  return <State tone={tones[state]}>{t(`state_${state}`)}</State>;
}

/** What both lists of messages have: the console's and the portal's. */
export interface ListedMessage {
  id: string;
  accepted_at: string;
  delivered_at?: string;
  state: MessageState;
  to: string;
  from: string;
  class: (typeof messageClasses)[number];
  parts: number;
  price: { amount: string; currency: string };
  operator?: string;
  account?: string;
  error_code?: string;
}

/** `masked` hides digits of numbers; `platform` adds whose message it is and who carried it. */
export function useMessageColumns(options: { masked: boolean; platform: boolean }): Column<ListedMessage>[] {
  const { t } = useTexts('messages');
  const columns: (Column<ListedMessage> | false)[] = [
    { key: 'time', title: t('accepted_at'), width: 150, cell: (it) => <Time value={it.accepted_at} /> },
    {
      key: 'state',
      title: t('common:state'),
      width: 130,
      cell: (it) => <MessageStateChip state={it.state} />,
    },
    { key: 'to', title: t('to'), width: 150, cell: (it) => <Phone value={it.to} masked={options.masked} /> },
    { key: 'from', title: t('from'), width: 110, cell: (it) => it.from },
    { key: 'class', title: t('class'), width: 130, cell: (it) => t(`class_${it.class}`) },
    options.platform && { key: 'account', title: t('common:account'), cell: (it) => it.account ?? <None /> },
    options.platform && {
      key: 'operator',
      title: t('operator'),
      width: 110,
      cell: (it) => it.operator ?? <None />,
    },
    { key: 'parts', title: t('parts'), width: 60, align: 'end', cell: (it) => it.parts },
    { key: 'price', title: t('price'), width: 110, align: 'end', cell: (it) => <Money value={it.price} /> },
    {
      key: 'took',
      title: t('took'),
      width: 110,
      align: 'end',
      cell: (it) =>
        it.delivered_at === undefined ? (
          <None />
        ) : (
          duration(currentLanguage(), Math.max(0, Date.parse(it.delivered_at) - Date.parse(it.accepted_at)))
        ),
    },
    { key: 'error', title: t('error'), width: 70, cell: (it) => it.error_code ?? <None /> },
    {
      key: 'id',
      title: 'id',
      ...(options.platform ? { width: 140 } : {}),
      cell: (it) => <Id value={it.id} />,
    },
  ];
  return columns.filter((it) => it !== false);
}

/** The parameters of a list of messages that say when they were accepted. */
export const acceptedRange = { from: 'accepted_from', to: 'accepted_before' } as const;

export function useMessageFilters(): Filter[] {
  const { t } = useTexts('messages');
  return [
    { name: 'to', label: t('to'), isPrivate: true },
    {
      name: 'state',
      label: t('common:state'),
      options: messageStates.map((it) => ({ value: it, label: t(`state_${it}`) })),
    },
    {
      name: 'class',
      label: t('class'),
      options: messageClasses.map((it) => ({ value: it, label: t(`class_${it}`) })),
    },
    { name: 'from', label: t('from') },
    { name: 'reference', label: t('reference') },
  ];
}
