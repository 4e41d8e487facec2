import type { GatewayTypes } from '@elchi/client';

export type SendRequest = GatewayTypes['schemas']['SendRequest'];
type MessageClass = GatewayTypes['schemas']['Class'];

export const empty = { key: '', to: '', from: '', text: '', class: 'transactional', smart: 'yes' };
export type Values = typeof empty;

export function requestOf(values: Values): SendRequest {
  return {
    to: values.to.trim(),
    from: values.from.trim(),
    text: values.text,
    class: values.class as MessageClass,
    // The contract's default is true: what is not said is not sent.
    ...(values.smart === 'no' ? { smart_encoding: false } : {}),
  } as SendRequest;
}

/** For a shell. The key is in a variable: it is in no history. */
export function curlOf(body: SendRequest): string {
  return [
    `curl -sS ${location.origin}/v1/sms/send \\`,
    `  -H "Authorization: Bearer $ELCHI_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ].join('\n');
}
