import {
  amountRule,
  canonical,
  destinationOf,
  EditableList,
  given,
  instantOf,
  instantRule,
  useOperatorChoices,
  useSearch,
} from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, Page, PageLink, PageTabs, TabPanel, Time } from '@elchi/ui';
import { destinationFields, Validity } from './fields';
import { Rates } from './Rates';

type Cost = AdminTypes['schemas']['Cost'];

const tabs = ['costs', 'rates'] as const;
const empty = {
  operator_id: '',
  mcc: '',
  mnc: '',
  prefix: '',
  cost_per_sms: '',
  currency: 'UZS',
  valid_from: '',
  valid_to: '',
  priority: '',
};

export default function CostsPage() {
  const { t } = useTexts('prices');
  const [search, setSearch] = useSearch();
  const tab = tabs.find((it) => it === search.tab) ?? 'costs';
  return (
    <Page title={t('costs')}>
      <PageTabs
        label={t('costs')}
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        tabs={tabs.map((it) => ({ name: it, label: t(it) }))}
      />
      <TabPanel name={tab}>{tab === 'costs' ? <Costs /> : <Rates />}</TabPanel>
    </Page>
  );
}

function Costs() {
  const { t } = useTexts('prices');
  const operators = useOperatorChoices();
  return (
    <EditableList<Cost, typeof empty>
      title={t('costs')}
      name="costs"
      filters={[
        { name: 'operator_id', label: t('operators:operator'), options: operators },
        { name: 'ended', label: t('ended'), options: [{ value: 'true', label: t('with_ended') }] },
      ]}
      columns={[
        {
          key: 'operator',
          title: t('operators:operator'),
          cell: (it) => (
            <PageLink to={`/operators/${it.operator_id}`}>{it.operator ?? it.operator_id}</PageLink>
          ),
        },
        {
          key: 'to',
          title: t('routes:destination'),
          width: 110,
          cell: (it) => destinationOf(it) ?? t('routes:every'),
        },
        {
          key: 'cost',
          title: t('cost'),
          width: 120,
          align: 'end',
          cell: (it) => <Money value={it.cost_per_sms} />,
        },
        { key: 'state', title: t('common:state'), width: 100, cell: (it) => <Validity row={it} /> },
        { key: 'from', title: t('valid_from'), width: 145, cell: (it) => <Time value={it.valid_from} /> },
        { key: 'to_time', title: t('valid_to'), width: 145, cell: (it) => <Time value={it.valid_to} /> },
        { key: 'priority', title: t('routes:priority'), width: 75, align: 'end', cell: (it) => it.priority },
        { key: 'id', title: 'id', width: 40, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/operator-costs', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_costs')}>{t('no_costs_hint')}</Empty>}
      actionWidth={90}
      actions={[
        {
          permission: 'costs:write',
          label: () => t('end'),
          title: (it) => t('end_cost', { id: it.id }),
          level: 3,
          name: (it) => String(it.id),
          possible: (it) => it.valid_to === undefined || Date.parse(it.valid_to) > Date.now(),
          effect: () => t('end_cost_effect'),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/operator-costs/{id}', {
                params: { path: { id: it.id } },
                ...because(reason),
              }),
            ),
        },
      ]}
      add={{
        permission: 'costs:write',
        label: t('set_cost'),
        draft: true,
        values: empty,
        fields: [
          {
            name: 'operator_id',
            label: t('operators:operator'),
            kind: 'select',
            options: operators,
            rules: { required: true },
          },
          ...destinationFields(t('routes:prefix'), t('routes:destination_hint')),
          { name: 'cost_per_sms', label: t('cost'), rules: amountRule },
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
            admin.PUT('/admin/v1/operator-costs', {
              body: {
                operator_id: Number(it.operator_id),
                ...given({ mcc: it.mcc, mnc: it.mnc, prefix: it.prefix }),
                cost_per_sms: { amount: canonical(it.cost_per_sms), currency: it.currency },
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
