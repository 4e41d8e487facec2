import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm } from '@elchi/ui';
import { messageClasses } from '../messages';

type MessageClass = (typeof messageClasses)[number];

/** The server makes the password. What is not asked here has its default. */
export function NewLogin(props: {
  account: number;
  onMade(made: AdminTypes['schemas']['IssuedSmppLogin']): Promise<unknown>;
}) {
  const { t } = useTexts('smpp');
  return (
    <EditForm
      autoFocus
      submitLabel={t('common:create')}
      values={{ system_id: '', max: '4', window: '100', rate: '', tls: 'no', class: '', ips: '' }}
      fields={[
        {
          name: 'system_id',
          label: t('system_id'),
          hint: t('system_id_hint'),
          rules: { required: true, pattern: /^[!-~]{1,15}$/ },
        },
        {
          name: 'max',
          label: t('most_binds'),
          kind: 'number',
          rules: { required: true, min: 1, max: 1000 },
        },
        {
          name: 'window',
          label: t('window'),
          hint: t('window_hint'),
          kind: 'number',
          rules: { required: true, min: 1, max: 1000 },
        },
        {
          name: 'rate',
          label: t('rate'),
          hint: t('rate_hint'),
          kind: 'number',
          rules: { min: 1, max: 1_000_000 },
        },
        {
          name: 'tls',
          label: t('tls'),
          kind: 'select',
          options: [
            { value: 'no', label: t('tls_no') },
            { value: 'yes', label: t('tls_yes') },
          ],
        },
        {
          name: 'class',
          label: t('class'),
          kind: 'select',
          options: [
            { value: '', label: t('any') },
            ...messageClasses.map((it) => ({ value: it, label: t(`messages:class_${it}`) })),
          ],
        },
        { name: 'ips', label: t('ips'), hint: t('ips_hint'), kind: 'multiline' },
      ]}
      onSubmit={async (values) => {
        const ips = values.ips.split(/\s+/).filter((it) => it !== '');
        await props.onMade(
          await must(
            admin.POST('/admin/v1/smpp-logins', {
              body: {
                account_id: props.account,
                system_id: values.system_id,
                binds: {
                  max: Number(values.max),
                  tls_required: values.tls === 'yes',
                  ...(ips.length === 0 ? {} : { ip_whitelist: ips }),
                },
                submits: {
                  window: Number(values.window),
                  ...(values.rate === '' ? {} : { rate_per_second: Number(values.rate) }),
                  ...(values.class === '' ? {} : { message_class: values.class as MessageClass }),
                },
              } as AdminTypes['schemas']['SmppLoginRequest'],
            }),
          ),
        );
      }}
    />
  );
}
