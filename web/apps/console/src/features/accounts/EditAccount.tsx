import { useVersion } from '@elchi/app';
import { type AdminTypes, admin, mustChange, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm } from '@elchi/ui';
import Alert from '@mui/material/Alert';

type Account = AdminTypes['schemas']['Account'];

export function EditAccount({ found }: { found: Tagged<Account> }) {
  const { t } = useTexts('accounts');
  const { value: account, note, save } = useVersion(found, ['account', found.value.id]);
  return (
    <Card title={t('edit')}>
      {note !== undefined && (
        <Alert severity="warning" sx={{ mb: 3 }}>
          {note}
        </Alert>
      )}
      <EditForm
        submitLabel={t('common:save')}
        values={{
          name: account.name,
          contact: account.contact ?? '',
          rate_per_second: String(account.rate_per_second),
        }}
        fields={[
          { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
          { name: 'contact', label: t('contact'), rules: { maxLength: 200 } },
          {
            name: 'rate_per_second',
            label: t('rate'),
            kind: 'number',
            rules: { required: true, min: 1, max: 1_000_000 },
          },
        ]}
        keepValues
        onSubmit={(values) =>
          save((etag) =>
            mustChange(
              admin.PATCH('/admin/v1/accounts/{id}', {
                params: { path: { id: account.id }, header: { 'If-Match': etag } },
                body: {
                  name: values.name,
                  contact: values.contact === '' ? null : values.contact,
                  rate_per_second: Number(values.rate_per_second),
                },
              }),
            ),
          )
        }
      />
    </Card>
  );
}
