import { must, session } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm } from '@elchi/ui';

/** The page of an invitation, and of a link for a new password. */
export function ChoosePassword({ link }: { link: string }) {
  const { t } = useTexts('signin');
  return (
    <EditForm
      autoFocus
      submitLabel={t('set_password')}
      values={{ password: '' }}
      fields={[
        {
          name: 'password',
          label: t('new_password'),
          hint: t('password_hint'),
          kind: 'password',
          autoComplete: 'new-password',
          rules: { required: true, minLength: 12, maxLength: 128 },
        },
      ]}
      onSubmit={async (values) => {
        await must(session.POST('/console/password', { body: { token: link, password: values.password } }));
        location.replace(location.pathname);
      }}
    />
  );
}
