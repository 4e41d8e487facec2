import { useSession } from '@elchi/app';
import { type AdminTypes, admin, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Page, useNavigation } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listAccounts } from './queries';

type AccountType = AdminTypes['schemas']['AccountType'];

export default function NewAccount() {
  const { t } = useTexts('accounts');
  const { session } = useSession();
  const navigation = useNavigation();
  const [waits, setWaits] = useState(false);
  const parents = useQuery({
    queryKey: ['accounts', 'parents'],
    queryFn: ({ signal }) => listAccounts({ type: 'reseller' }, undefined, signal),
  });
  const possible = (parents.data?.items ?? []).filter((it) => it.type !== 'client');
  return (
    <Page title={t('new')}>
      <Card>
        {waits ? (
          t('common:waits_for_approval')
        ) : (
          <EditForm
            autoFocus
            submitLabel={t('common:create')}
            values={{
              name: '',
              type: 'client',
              parent_id: String(session.user.account_id),
              currency: 'UZS',
              contact: '',
            }}
            fields={[
              { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
              {
                name: 'type',
                label: t('type'),
                kind: 'select',
                options: (['client', 'reseller'] as const).map((it) => ({
                  value: it,
                  label: t(`type_${it}`),
                })),
              },
              {
                name: 'parent_id',
                label: t('parent'),
                kind: 'select',
                options:
                  possible.length === 0
                    ? [{ value: String(session.user.account_id), label: session.account_name }]
                    : possible.map((it) => ({ value: String(it.id), label: it.name })),
              },
              { name: 'currency', label: t('currency'), rules: { required: true, pattern: /^[A-Z]{3}$/ } },
              { name: 'contact', label: t('contact'), rules: { maxLength: 200 } },
            ]}
            onSubmit={async (values) => {
              const made = await mustChange(
                admin.POST('/admin/v1/accounts', {
                  body: {
                    type: values.type as AccountType,
                    name: values.name,
                    currency: values.currency,
                    parent_id: Number(values.parent_id),
                    ...(values.contact === '' ? {} : { contact: values.contact }),
                  },
                }),
              );
              if (made.done) {
                navigation.go(`/accounts/${made.value.id}`);
              } else {
                setWaits(true);
              }
            }}
          />
        )}
      </Card>
    </Page>
  );
}
