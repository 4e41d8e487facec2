import { usePathPart } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Page, useNavigation } from '@elchi/ui';
import { LinkForm } from './LinkForm';

/** A link that is made stopped: its operator is connected to when a person starts it. */
export default function NewLink() {
  const { t } = useTexts('operators');
  const navigation = useNavigation();
  const operator = Number(usePathPart('id'));
  return (
    <Page title={t('new_link')}>
      <Card>
        {t('new_link_hint')}
        <LinkForm
          submitLabel={t('common:create')}
          onSubmit={async (fields) => {
            await must(
              admin.POST('/admin/v1/smpp-links', {
                body: { operator_id: operator, status: 'stopped', ...fields },
              }),
            );
            navigation.go(`/operators/${operator}`);
          }}
        />
      </Card>
    </Page>
  );
}
