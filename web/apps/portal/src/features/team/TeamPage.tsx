import { Team, useSession } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Page } from '@elchi/ui';

export default function TeamPage() {
  const { t } = useTexts('team');
  const { session } = useSession();
  return (
    <Page title={t('title')}>
      <Team account={session.user.account_id} type={session.account_type} />
    </Page>
  );
}
