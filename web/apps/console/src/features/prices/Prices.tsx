import {
  amountRule,
  canonical,
  destinationOf,
  EditablePage,
  findAccounts,
  given,
  instantOf,
  instantRule,
  type ListAnswer,
  useOperatorChoices,
} from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, PageLink, Time } from '@elchi/ui';
import { anywhere, destinationFields, Validity } from './fields';

type Tariff = AdminTypes['schemas']['Tariff'];

const empty = {
  account_id: '',
  operator_id: '',
  mcc: '',
  mnc: '',
  prefix: '',
  price_per_sms: '',
  currency: 'UZS',
  valid_from: '',
  valid_to: '',
  priority: '',
};

export default function Prices() {
  const { t } = useTexts('prices');
  const operators = useOperatorChoices();
  return (
    <EditablePage<Tariff, typeof empty>
      title={t('title')}
      name="tariffs"
      filters={[
        { name: 'account_id', label: t('messages:account_id') },
        { name: 'ended', label: t('ended'), options: [{ value: 'true', label: t('with_ended') }] },
      ]}
      columns={[
        {
          key: 'account',
          title: t('common:account'),
          cell: (it) =>
            it.account_id === undefined ? (
              t('common:all')
            ) : (
              <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>
            ),
        },
        {
          key: 'to',
          title: t('routes:destination'),
          width: 100,
          cell: (it) => destinationOf(it) ?? t('routes:every'),
        },
        {
          key: 'operator',
          title: t('operators:operator'),
          width: 90,
          cell: (it) => it.operator ?? it.operator_id ?? t('common:all'),
        },
        {
          key: 'price',
          title: t('price'),
          width: 110,
          align: 'end',
          cell: (it) => <Money value={it.price_per_sms} />,
        },
        { key: 'state', title: t('common:state'), width: 95, cell: (it) => <Validity row={it} /> },
        { key: 'from', title: t('valid_from'), width: 145, cell: (it) => <Time value={it.valid_from} /> },
        { key: 'to_time', title: t('valid_to'), width: 145, cell: (it) => <Time value={it.valid_to} /> },
        { key: 'priority', title: t('routes:priority'), width: 75, align: 'end', cell: (it) => it.priority },
        { key: 'id', title: 'id', width: 40, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/tariff-routes', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        ) as Promise<ListAnswer<Tariff>>
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      actionWidth={90}
      actions={[
        {
          permission: 'prices:write',
          label: () => t('end'),
          title: (it) => t('end_price', { id: it.id }),
          level: 3,
          name: (it) => String(it.id),
          possible: (it) => it.valid_to === undefined || Date.parse(it.valid_to) > Date.now(),
          effect: () => t('end_price_effect'),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/tariff-routes/{id}', {
                params: { path: { id: it.id } },
                ...because(reason),
              }),
            ),
        },
      ]}
      add={{
        permission: 'prices:write',
        label: t('add_price'),
        draft: true,
        values: empty,
        fields: [
          {
            name: 'account_id',
            label: t('messages:account_id'),
            hint: t('routes:account_hint'),
            suggest: findAccounts,
          },
          {
            name: 'operator_id',
            label: t('operators:operator'),
            kind: 'select',
            options: [{ value: '', label: t('common:all') }, ...operators],
          },
          ...destinationFields(t('routes:prefix'), t('routes:destination_hint')),
          { name: 'price_per_sms', label: t('price'), rules: amountRule },
          {
            name: 'currency',
            label: t('accounts:currency'),
            rules: { required: true, pattern: /^[A-Z]{3}$/ },
          },
          { name: 'valid_from', label: t('valid_from'), hint: t('from_hint'), rules: instantRule },
          { name: 'valid_to', label: t('valid_to'), hint: t('to_hint'), rules: instantRule },
          { name: 'priority', label: t('routes:priority'), hint: t('routes:priority_hint'), kind: 'number' },
        ],
        send: (it, reason) =>
          mustChange(
            admin.POST('/admin/v1/tariff-routes', {
              body: {
                ...given({ mcc: it.mcc, mnc: it.mnc, prefix: it.prefix }),
                ...anywhere(it),
                ...(it.account_id === '' ? {} : { account_id: Number(it.account_id) }),
                ...(it.operator_id === '' ? {} : { operator_id: Number(it.operator_id) }),
                price_per_sms: { amount: canonical(it.price_per_sms), currency: it.currency },
                ...given({
                  valid_from: instantOf(it.valid_from) ?? '',
                  valid_to: instantOf(it.valid_to) ?? '',
                }),
                ...(it.priority === '' ? {} : { priority: Number(it.priority) }),
              },
              ...because(reason),
            }),
          ),
      }}
    />
  );
}
