import { type GatewayTypes, gateway, must } from '@elchi/client';
import { queryOptions } from '@tanstack/react-query';

export type Endpoint = GatewayTypes['schemas']['Endpoint'];
export type EventType = GatewayTypes['schemas']['EventType'];
export type Replay = GatewayTypes['schemas']['Replay'];

/** The types that the contract has. */
export const eventTypes = [
  'message.accepted',
  'message.submitted',
  'message.intermediate',
  'message.delivered',
  'message.undelivered',
  'message.expired',
  'message.rejected',
  'message.unknown',
  'message.canceled',
  'inbound.received',
  'recipient.opted_out',
  'recipient.opted_in',
  'balance.low',
  'link.up',
  'link.down',
  'operator.up',
  'operator.down',
  'key.created',
  'key.revoked',
  'key.refused',
  'sender.approved',
  'price.changed',
] as const satisfies readonly EventType[];

type Missing = Exclude<EventType, (typeof eventTypes)[number]>;
/** Does not compile when the contract has a type that the list has not. */
export const missing: [Missing] extends [never] ? true : never = true;

export const webhookQuery = (id: number) =>
  queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => must(gateway.GET('/v1/webhooks/{id}', { params: { path: { id } }, signal })),
  });

export const replaysQuery = (id: number) =>
  queryOptions({
    queryKey: ['webhooks', 'replays', id],
    queryFn: ({ signal }) =>
      must(gateway.GET('/v1/webhooks/{id}/replays', { params: { path: { id } }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((it) => it.state === 'running') === true ? 1_000 : 10_000,
  });
