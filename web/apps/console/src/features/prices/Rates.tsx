import { canonical, EditableList } from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { currentLanguage, decimal, useTexts } from '@elchi/i18n';
import { Empty, Time } from '@elchi/ui';

type Rate = AdminTypes['schemas']['ExchangeRate'];

const empty = { base: 'USD', quote: 'UZS', rate: '' };
const code = { required: true, pattern: /^[A-Z]{3}$/ };

/** Exchange rates compare costs and prices; no charge is converted. */
export function Rates() {
  const { t } = useTexts('prices');
  return (
    <EditableList<Rate, typeof empty>
      title={t('rates')}
      name="rates"
      columns={[
        { key: 'pair', title: t('pair'), width: 140, cell: (it) => `${it.base} / ${it.quote}` },
        {
          key: 'rate',
          title: t('rate'),
          width: 180,
          align: 'end',
          cell: (it) => decimal(currentLanguage(), it.rate, 2),
        },
        { key: 'at', title: t('updated'), cell: (it) => <Time value={it.updated_at} /> },
      ]}
      fetchPage={(_, __, signal) => must(admin.GET('/admin/v1/exchange-rates', { signal }))}
      idOf={(it) => `${it.base}/${it.quote}`}
      empty={<Empty title={t('no_rates')}>{t('no_rates_hint')}</Empty>}
      add={{
        permission: 'costs:write',
        label: t('set_rate'),
        draft: true,
        values: empty,
        fields: [
          { name: 'base', label: t('base'), rules: code },
          { name: 'quote', label: t('quote'), rules: code },
          {
            name: 'rate',
            label: t('rate'),
            hint: t('rate_hint'),
            rules: {
              required: true,
              validate: (typed: string) => /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(canonical(typed)),
            },
          },
        ],
        send: (values, reason) =>
          mustChange(
            admin.PUT('/admin/v1/exchange-rates', {
              body: { base: values.base, quote: values.quote, rate: canonical(values.rate) },
              ...because(reason),
            }),
          ),
      }}
    />
  );
}
