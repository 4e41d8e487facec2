import { amountRule, canonical, given } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Page, useNavigation } from '@elchi/ui';
import { currencyRule, nameRule } from './fields';

export default function NewOperator() {
  const { t } = useTexts('operators');
  const navigation = useNavigation();
  return (
    <Page title={t('new')}>
      <Card>
        <EditForm
          autoFocus
          submitLabel={t('common:create')}
          values={{ name: '', mcc: '', mnc: '', cost: '', currency: 'UZS' }}
          fields={[
            { name: 'name', label: t('common:name'), hint: t('name_hint'), rules: nameRule },
            { name: 'mcc', label: 'MCC', hint: t('network_hint'), rules: { pattern: /^[0-9]{3}$/ } },
            { name: 'mnc', label: 'MNC', rules: { pattern: /^[0-9]{2,3}$/ } },
            { name: 'cost', label: t('default_cost'), hint: t('default_cost_hint'), rules: amountRule },
            { name: 'currency', label: t('accounts:currency'), rules: currencyRule },
          ]}
          onSubmit={async (it) => {
            const made = await must(
              admin.POST('/admin/v1/operators', {
                body: {
                  name: it.name,
                  ...given({ mcc: it.mcc, mnc: it.mnc }),
                  default_cost: { amount: canonical(it.cost), currency: it.currency },
                },
              }),
            );
            navigation.go(`/operators/${made.id}`);
          }}
        />
      </Card>
    </Page>
  );
}
