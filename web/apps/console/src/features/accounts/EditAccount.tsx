import { type AdminTypes, admin, mustChange, Problem, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

type Account = AdminTypes['schemas']['Account'];

export function EditAccount({ found }: { found: Tagged<Account> }) {
  const { t } = useTexts('accounts');
  const queries = useQueryClient();
  const [note, setNote] = useState<string>();
  // What the person began with: a version that came later is told, and written over only by a second attempt.
  const [begun, setBegun] = useState(found);
  const account = begun.value;
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
        onSubmit={async (values) => {
          setNote(undefined);
          try {
            const answer = await mustChange(
              admin.PATCH('/admin/v1/accounts/{id}', {
                params: { path: { id: account.id }, header: { 'If-Match': begun.etag } },
                body: {
                  name: values.name,
                  contact: values.contact === '' ? null : values.contact,
                  rate_per_second: Number(values.rate_per_second),
                },
              }),
            );
            setNote(answer.done ? undefined : t('common:waits_for_approval'));
            await queries.invalidateQueries({ queryKey: ['account', account.id] });
            const fresh = queries.getQueryData<Tagged<Account>>(['account', account.id]);
            if (fresh !== undefined) {
              setBegun(fresh);
            }
          } catch (thrown) {
            if (!(thrown instanceof Problem) || thrown.status !== 412) {
              throw thrown;
            }
            await queries.refetchQueries({ queryKey: ['account', account.id] });
            const theirs = queries.getQueryData<Tagged<Account>>(['account', account.id]);
            if (theirs !== undefined) {
              setBegun(theirs);
            }
            setNote(t('common:changed_elsewhere'));
          }
        }}
      />
    </Card>
  );
}
