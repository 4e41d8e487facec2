import type { AdminTypes } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { type Column, type Filter, Money, None, PageLink, Time } from '@elchi/ui';

export type Transaction = AdminTypes['schemas']['Transaction'];

const reasons = [
  'sms_charge',
  'inbound_charge',
  'charge',
  'refund',
  'topup',
  'adjustment',
  'transfer',
] as const;
const directions = ['credit', 'debit'] as const;

/** The console's columns of transactions; `ofAll` adds whose they are. */
export function useTransactionColumns(ofAll: boolean): Column<Transaction>[] {
  const { t } = useTexts('ledger');
  const columns: (Column<Transaction> | false)[] = [
    { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.created_at} /> },
    ofAll && {
      key: 'account',
      title: t('common:account'),
      width: 180,
      cell: (it) => <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>,
    },
    { key: 'reason', title: t('kind'), width: 150, cell: (it) => t(`reason_${it.reason}`) },
    {
      key: 'amount',
      title: t('amount'),
      width: 180,
      align: 'end',
      cell: (it) => (
        <>
          {it.direction === 'debit' ? '−' : '+'}
          <Money value={it.amount} />
        </>
      ),
    },
    { key: 'parts', title: t('messages:parts'), width: 70, align: 'end', cell: (it) => it.parts ?? <None /> },
    { key: 'reference', title: t('messages:reference'), cell: (it) => <About transaction={it} /> },
    {
      key: 'messages',
      title: t('messages:title'),
      width: 110,
      cell: (it) => <Messages transaction={it} />,
    },
    { key: 'id', title: 'id', width: 80, align: 'end', cell: (it) => it.id },
  ];
  return columns.filter((it) => it !== false);
}

function Messages({ transaction }: { transaction: Transaction }) {
  const { t } = useTexts('ledger');
  return transaction.reason === 'sms_charge' ? (
    <PageLink to={`/ledger/${transaction.id}`}>{t('open_messages')}</PageLink>
  ) : transaction.message_id !== undefined ? (
    <PageLink to={`/messages/${transaction.message_id}`}>{t('open_message')}</PageLink>
  ) : (
    <None />
  );
}

function About({ transaction: it }: { transaction: Transaction }) {
  const texts = [it.reference, it.note].filter((one) => one !== undefined).join(' · ');
  return it.counter_account_id === undefined ? (
    texts || <None />
  ) : (
    <>
      {texts} <PageLink to={`/accounts/${it.counter_account_id}`}>{it.counter_account_id}</PageLink>
    </>
  );
}

/** What a kind of transactions is called; one that is not known as the server says it. */
export function useReasonName(): (reason: string) => string {
  const { t } = useTexts('ledger');
  return (reason) => {
    const known = reasons.find((it) => it === reason);
    return known === undefined ? reason : t(`reason_${known}`);
  };
}

/** The parameters of a list of transactions that say when they were made. */
export const createdRange = { from: 'created_from', to: 'created_before' } as const;

export function useTransactionFilters(): Filter[] {
  const { t } = useTexts('ledger');
  return [
    {
      name: 'reason',
      label: t('kind'),
      options: reasons.map((it) => ({ value: it, label: t(`reason_${it}`) })),
    },
    {
      name: 'direction',
      label: t('direction'),
      options: directions.map((it) => ({ value: it, label: t(`direction_${it}`) })),
    },
    { name: 'reference', label: t('messages:reference') },
    { name: 'min_amount', label: t('least') },
    { name: 'max_amount', label: t('most') },
  ];
}
