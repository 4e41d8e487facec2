import type { AdminTypes } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm, type FieldSpec } from '@elchi/ui';
import { nameRule } from './fields';

type Link = AdminTypes['schemas']['Link'];
type LinkRequest = AdminTypes['schemas']['LinkRequest'];

interface Values {
  [name: string]: string;
}

interface LinkFormProps {
  /** Missing: a new one. */
  link?: Link;
  submitLabel: string;
  onSubmit(fields: Omit<LinkRequest, 'operator_id'>): Promise<unknown>;
}

/** The fields of a link over SMPP. A password is written and never shown. */
export function LinkForm({ link, submitLabel, onSubmit }: LinkFormProps) {
  const { t } = useTexts('operators');
  const number = (min: number, max: number) => ({ required: true, min, max, pattern: /^[0-9]+$/ });
  const fields: FieldSpec<Values>[] = [
    { name: 'name', label: t('common:name'), hint: t('name_hint'), rules: nameRule },
    { name: 'host', label: t('host'), rules: { required: true, maxLength: 253 } },
    { name: 'port', label: t('port'), kind: 'number', rules: number(1, 65_535) },
    {
      name: 'tls',
      label: 'TLS',
      kind: 'select',
      options: [
        { value: 'false', label: t('without_tls') },
        { value: 'true', label: t('with_tls') },
      ],
    },
    { name: 'system_id', label: t('system_id'), rules: { required: true, maxLength: 64 } },
    {
      name: 'password',
      label: t('signin:password'),
      kind: 'password',
      hint: link === undefined ? '' : t('password_hint'),
      autoComplete: 'new-password',
      rules: { required: link === undefined, maxLength: 64 },
    },
    { name: 'system_type', label: t('system_type'), rules: { maxLength: 12 } },
    {
      name: 'bind_mode',
      label: t('bind_mode'),
      kind: 'select',
      options: (['transceiver', 'transmitter', 'receiver'] as const).map((it) => ({
        value: it,
        label: t(`mode_${it}`),
      })),
    },
    {
      name: 'version',
      label: t('smpp_version'),
      kind: 'select',
      options: ['3.3', '3.4', '5.0'].map((it) => ({ value: it, label: it })),
    },
    { name: 'sessions', label: t('sessions'), kind: 'number', rules: number(1, 64) },
    { name: 'send_window', label: t('window'), kind: 'number', rules: number(1, 10_000) },
    {
      name: 'throughput',
      label: t('throughput'),
      hint: t('throughput_hint'),
      kind: 'number',
      rules: number(0, 1_000_000),
    },
  ];
  return (
    <EditForm<Values>
      submitLabel={submitLabel}
      keepValues={link !== undefined}
      values={{
        name: link?.name ?? '',
        host: link?.host ?? '',
        port: String(link?.port ?? 2775),
        tls: String(link?.tls ?? false),
        system_id: link?.system_id ?? '',
        password: '',
        system_type: link?.system_type ?? '',
        bind_mode: link?.bind_mode ?? 'transceiver',
        version: link?.version ?? '3.4',
        sessions: String(link?.sessions ?? 1),
        send_window: String(link?.send_window ?? 50),
        throughput: String(link?.throughput ?? 0),
      }}
      fields={fields}
      onSubmit={(it) =>
        onSubmit({
          name: it.name ?? '',
          host: it.host ?? '',
          port: Number(it.port),
          tls: it.tls === 'true',
          system_id: it.system_id ?? '',
          ...(it.password === '' ? {} : { password: it.password ?? '' }),
          system_type: it.system_type ?? '',
          bind_mode: it.bind_mode as Link['bind_mode'],
          version: it.version as Link['version'],
          sessions: Number(it.sessions),
          send_window: Number(it.send_window),
          throughput: Number(it.throughput),
        })
      }
    />
  );
}
