import { AddForm, type Adding, amountRule, canonical, useSession, useWaits } from '@elchi/app';
import { type AdminTypes, admin, because, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

type Account = AdminTypes['schemas']['Account'];
type Values = Record<'amount' | 'reference' | 'note' | 'credit_limit', string>;

const empty: Values = { amount: '', reference: '', note: '', credit_limit: '' };
const signed = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;

/** Top-up, adjustment and credit limit: each may have to wait for another person. */
export function MoneyForms({ account }: { account: Account }) {
  const { t } = useTexts('accounts');
  const { can } = useSession();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Adding<Values>>();
  const [note, told] = useWaits();
  const { currency } = account.balance.available;
  const params = { params: { path: { id: account.id } } };
  const reference = {
    name: 'reference' as const,
    label: t('messages:reference'),
    hint: t('reference_hint'),
    rules: { required: true, maxLength: 200 },
  };

  const forms: readonly Adding<Values>[] = [
    {
      permission: 'money:write',
      label: t('topup'),
      draft: true,
      values: empty,
      fields: [
        {
          name: 'amount',
          label: t('amount_in', { currency }),
          rules: amountRule,
        },
        reference,
      ],
      send: (values, reason) =>
        mustChange(
          admin.POST('/admin/v1/accounts/{id}/topups', {
            ...params,
            body: {
              amount: { amount: canonical(values.amount), currency },
              reference: values.reference,
            },
            ...because(reason),
          }),
        ),
    },
    {
      permission: 'money:write',
      label: t('adjust'),
      draft: true,
      values: empty,
      fields: [
        {
          name: 'amount',
          label: t('amount_in', { currency }),
          hint: t('adjust_hint'),
          rules: { required: true, validate: (typed) => signed.test(canonical(typed)) },
        },
        reference,
        { name: 'note', label: t('note'), rules: { required: true, maxLength: 500 } },
      ],
      send: (values, reason) =>
        mustChange(
          admin.POST('/admin/v1/accounts/{id}/adjustments', {
            ...params,
            body: {
              amount: { amount: canonical(values.amount), currency },
              reference: values.reference,
              note: values.note,
            },
            ...because(reason),
          }),
        ),
    },
    {
      permission: 'credit:write',
      label: t('set_credit'),
      draft: true,
      values: { ...empty, credit_limit: account.balance.credit_limit.amount },
      fields: [
        {
          name: 'credit_limit',
          label: t('amount_in', { currency }),
          rules: amountRule,
        },
      ],
      send: (values, reason) =>
        mustChange(
          admin.PUT('/admin/v1/accounts/{id}/credit-limit', {
            ...params,
            body: { credit_limit: { amount: canonical(values.credit_limit), currency } },
            ...because(reason),
          }),
        ),
    },
  ];

  return (
    <>
      {note}
      {open === undefined ? (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          {forms
            .filter((it) => can(it.permission))
            .map((it) => (
              <Button key={it.label} variant="outlined" onClick={() => setOpen(it)}>
                {it.label}
              </Button>
            ))}
        </Box>
      ) : (
        <Card
          title={`${open.label}: ${account.name}`}
          actions={<Button onClick={() => setOpen(undefined)}>{t('common:cancel')}</Button>}
        >
          <AddForm
            autoFocus
            add={open}
            submitLabel={open.label}
            onDone={async (change) => {
              told(change);
              setOpen(undefined);
              await queries.invalidateQueries({ queryKey: ['account', account.id] });
              await queries.invalidateQueries({ queryKey: ['transactions', account.id] });
            }}
          />
        </Card>
      )}
    </>
  );
}
