import { Person, usePathPart, useSession } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, DangerDialog, Facts, Loading, Page, ProblemBox, Raw, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Draft, DraftState, draftQuery, requestOf } from './drafts';

export default function Approval() {
  const { t } = useTexts('approvals');
  const id = Number(usePathPart('id'));
  const query = useQuery(draftQuery(id));
  // What the operation answered: shown once, and kept nowhere.
  const [result, setResult] = useState<unknown>();
  const draft = query.data;
  return (
    <Page
      title={t('draft', { id })}
      actions={draft !== undefined && <Decisions draft={draft} onResult={setResult} />}
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {draft !== undefined && <Content draft={draft} />}
      {result !== undefined && result !== null && (
        <Card title={t('result')}>
          <Box sx={{ mb: 2 }}>{t('result_hint')}</Box>
          <Raw label={t('result')} text={JSON.stringify(result, null, 2)} />
        </Card>
      )}
    </Page>
  );
}

function Content({ draft }: { draft: Draft }) {
  const { t } = useTexts('approvals');
  return (
    <>
      <Card>
        <Facts
          rows={[
            [t('common:state'), <DraftState key="s" state={draft.state} />],
            [t('request'), <code key="r">{requestOf(draft)}</code>],
            [t('author'), <Person key="a" id={draft.user_id} />],
            [t('common:reason'), draft.reason],
            [t('permission'), <code key="p">{draft.request.permission}</code>],
            [t('common:created'), <Time key="c" value={draft.created_at} />],
            [t('expires'), <Time key="e" value={draft.expires_at} />],
            draft.decision !== undefined && [
              t('decided'),
              <span key="d">
                <Person id={draft.decision.user_id} /> <Time value={draft.decision.at} />{' '}
                {draft.decision.reason}
              </span>,
            ],
          ]}
        />
      </Card>
      {draft.problem !== undefined && <ProblemBox problem={draft.problem} />}
      {draft.request.body !== undefined && (
        <Card title={t('change')}>
          <Raw label={t('change')} text={JSON.stringify(draft.request.body, null, 2)} />
        </Card>
      )}
    </>
  );
}

type Decision = 'approve' | 'reject' | 'withdraw';

function Decisions({ draft, onResult }: { draft: Draft; onResult(result: unknown): void }) {
  const { t } = useTexts('approvals');
  const { session, can } = useSession();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Decision>();
  const mine = draft.user_id === session.user.id;
  if (draft.state !== 'open') {
    return null;
  }
  const path = { params: { path: { id: draft.id } } };

  async function decide(decision: Decision, reason: string) {
    try {
      if (decision === 'approve') {
        onResult((await must(admin.POST('/admin/v1/drafts/{id}/approve', path))).result);
      } else if (decision === 'reject') {
        await must(admin.POST('/admin/v1/drafts/{id}/reject', { ...path, body: { reason } }));
      } else {
        await must(admin.DELETE('/admin/v1/drafts/{id}', path));
      }
    } finally {
      await queries.invalidateQueries({ queryKey: ['drafts'] });
    }
  }

  return (
    <>
      {mine ? (
        <Button variant="outlined" onClick={() => setAsked('withdraw')}>
          {t('do_withdraw')}
        </Button>
      ) : (
        can(draft.request.permission) && (
          <>
            <Button variant="outlined" color="error" onClick={() => setAsked('reject')}>
              {t('do_reject')}
            </Button>
            <Button variant="contained" onClick={() => setAsked('approve')}>
              {t('do_approve')}
            </Button>
          </>
        )
      )}
      {asked !== undefined && (
        <DangerDialog
          action={t(`do_${asked}`)}
          level={2}
          asksReason={asked === 'reject'}
          onClose={() => setAsked(undefined)}
          onConfirm={(reason) => decide(asked, reason)}
        >
          {t(`effect_${asked}`)} <code>{requestOf(draft)}</code>
        </DangerDialog>
      )}
    </>
  );
}
