import { useTexts } from '@elchi/i18n';
import { Empty, Page, PageLink } from '@elchi/ui';

export default function NotFound() {
  const { t } = useTexts('common');
  return (
    <Page title={t('no_page')}>
      <Empty title={t('no_page')}>
        <PageLink to="/">{t('to_home')}</PageLink>
      </Empty>
    </Page>
  );
}
