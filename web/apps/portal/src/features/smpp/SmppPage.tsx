import { SmppLogins, useSession } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Page } from '@elchi/ui';

export default function SmppPage() {
  const { t } = useTexts('smpp');
  const { session } = useSession();
  return (
    <Page title={t('title')}>
      <SmppLogins account={session.user.account_id} />
    </Page>
  );
}
