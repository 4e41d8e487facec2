import { usePathPart, useSession, useVersion } from '@elchi/app';
import { type AdminTypes, admin, mustChange, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Loading, Page, PageLink, ProblemBox, Raw } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { LinkForm } from './LinkForm';
import { LinkTrace } from './LinkTrace';
import { taggedLinkQuery } from './queries';

type Link = AdminTypes['schemas']['Link'];

/** A link with its fields. */
export default function LinkPage() {
  const { t } = useTexts('operators');
  const id = Number(usePathPart('id'));
  const query = useQuery(taggedLinkQuery(id));
  return (
    <Page title={query.data?.value.name ?? t('link')}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && <Found found={query.data} />}
    </Page>
  );
}

function Found({ found }: { found: Tagged<Link> }) {
  const { t } = useTexts('operators');
  const { can } = useSession();
  const { value: link, note, save } = useVersion(found, taggedLinkQuery(found.value.id).queryKey);
  return (
    <>
      <Card title={t('edit_link')}>
        <PageLink to={`/operators/${link.operator_id}`}>{link.operator ?? link.operator_id}</PageLink>
        {note !== undefined && (
          <Alert severity="warning" sx={{ my: 3 }}>
            {note}
          </Alert>
        )}
        {link.protocol === 'smpp' && can('links:write') && (
          <LinkForm
            link={link}
            submitLabel={t('common:save')}
            onSubmit={(fields) =>
              save((etag) =>
                mustChange(
                  admin.PATCH('/admin/v1/smpp-links/{id}', {
                    params: { path: { id: link.id }, header: { 'If-Match': etag } },
                    body: fields,
                  }),
                ),
              )
            }
          />
        )}
      </Card>
      <Card title={t('options')}>
        <Raw label={t('options')} text={JSON.stringify(link.options, undefined, 2)} />
      </Card>
      {link.protocol === 'smpp' && can('links:trace') && <LinkTrace id={link.id} />}
    </>
  );
}
