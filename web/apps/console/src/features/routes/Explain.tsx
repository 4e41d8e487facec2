import { findAccounts, messageClasses, useSearch } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Grid, Loading, Page, ProblemBox } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DecisionCards } from './Decision';

type Request = AdminTypes['schemas']['DecisionRequest'];

/** What would happen to a message now, and why. The number stays out of the address. */
export default function Explain() {
  const { t } = useTexts('routes');
  const [search] = useSearch();
  const [asked, setAsked] = useState<{ request: Request; times: number }>();
  const query = useQuery({
    queryKey: ['decision', asked],
    queryFn: ({ signal }) =>
      must(admin.POST('/admin/v1/route/decision', { body: asked?.request as Request, signal })),
    enabled: asked !== undefined,
    gcTime: 0,
  });
  return (
    <Page title={t('explain')}>
      <Grid least={360}>
        <Card title={t('message')}>
          <EditForm
            submitLabel={t('decide')}
            values={{
              account_id: search.account_id ?? '',
              to: '',
              from: search.from ?? '',
              class: search.class ?? 'transactional',
              text: '',
              version: search.version ?? '',
            }}
            fields={[
              {
                name: 'account_id',
                label: t('messages:account_id'),
                hint: t('account_typed'),
                suggest: findAccounts,
                rules: { required: true, pattern: /^[1-9][0-9]*$/ },
              },
              { name: 'to', label: t('messages:to'), rules: { required: true, maxLength: 40 } },
              { name: 'from', label: t('messages:from'), hint: t('from_hint'), rules: { maxLength: 40 } },
              {
                name: 'class',
                label: t('messages:class'),
                kind: 'select',
                options: messageClasses.map((it) => ({ value: it, label: t(`messages:class_${it}`) })),
              },
              {
                name: 'text',
                label: t('messages:text'),
                hint: t('text_hint'),
                kind: 'multiline',
                rules: { maxLength: 10_000 },
              },
              {
                name: 'version',
                label: t('version_asked'),
                hint: t('version_hint'),
                rules: { pattern: /^[1-9][0-9]*$/ },
              },
            ]}
            onSubmit={async (values) => {
              setAsked({
                times: (asked?.times ?? 0) + 1,
                request: {
                  account_id: Number(values.account_id),
                  to: values.to.trim(),
                  class: values.class as NonNullable<Request['class']>,
                  ...(values.from === '' ? {} : { from: values.from.trim() }),
                  ...(values.text === '' ? {} : { text: values.text }),
                  ...(values.version === '' ? {} : { version: Number(values.version) }),
                },
              });
            }}
          />
        </Card>
        {query.isFetching && <Loading />}
        {query.isError && !query.isFetching && (
          <ProblemBox problem={query.error} retry={() => void query.refetch()} />
        )}
        {query.data !== undefined && <DecisionCards decision={query.data} />}
      </Grid>
    </Page>
  );
}
