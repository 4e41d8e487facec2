import { amountRule, canonical, useVersion } from '@elchi/app';
import { type AdminTypes, admin, mustChange, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { currencyRule } from './fields';
import { taggedOperatorQuery } from './queries';

type Operator = AdminTypes['schemas']['Operator'];

/** What an operator takes for a part that no cost says, and the share of its routes. */
export function EditOperator({ id }: { id: number }) {
  const query = useQuery(taggedOperatorQuery(id));
  return query.data === undefined ? null : <Form found={query.data} />;
}

function Form({ found }: { found: Tagged<Operator> }) {
  const { t } = useTexts('operators');
  const { value: operator, note, save } = useVersion(found, taggedOperatorQuery(found.value.id).queryKey);
  return (
    <Card title={t('edit')}>
      {note !== undefined && (
        <Alert severity="warning" sx={{ mb: 3 }}>
          {note}
        </Alert>
      )}
      <EditForm
        submitLabel={t('common:save')}
        keepValues
        values={{
          cost: operator.default_cost.amount,
          currency: operator.default_cost.currency,
          weight: '',
        }}
        fields={[
          { name: 'cost', label: t('default_cost'), hint: t('default_cost_hint'), rules: amountRule },
          { name: 'currency', label: t('accounts:currency'), rules: currencyRule },
          {
            name: 'weight',
            label: t('weight'),
            hint: t('weight_hint'),
            kind: 'number',
            rules: { min: 0, max: 1_000_000 },
          },
        ]}
        onSubmit={(it) =>
          save((etag) =>
            mustChange(
              admin.PATCH('/admin/v1/operators/{id}', {
                params: { path: { id: operator.id }, header: { 'If-Match': etag } },
                body: {
                  default_cost: { amount: canonical(it.cost), currency: it.currency },
                  ...(it.weight === '' ? {} : { weight: Number(it.weight) }),
                },
              }),
            ),
          )
        }
      />
    </Card>
  );
}
