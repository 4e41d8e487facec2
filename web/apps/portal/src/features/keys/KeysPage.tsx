import { Keys, useSession } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Page } from '@elchi/ui';

export default function KeysPage() {
  const { t } = useTexts('keys');
  const { session } = useSession();
  return (
    <Page title={t('title')}>
      <Keys account={session.user.account_id} />
    </Page>
  );
}
