import type { GatewayTypes } from '@elchi/client';
import { instantsOf, type TimeRange } from '@elchi/ui';

export type Figure = GatewayTypes['schemas']['Figure'];
export type Step = 'minute' | 'five_minutes' | 'hour' | 'day';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const lengths: Record<Step, number> = { minute, five_minutes: 5 * minute, hour, day };

/** Steps that make a chart that can be read: between 2 and 200 bars. */
export function stepsOf(millis: number): Step[] {
  const fitting = (Object.keys(lengths) as Step[]).filter(
    (it) => millis / lengths[it] >= 2 && millis / lengths[it] <= 200,
  );
  return fitting.length === 0 ? ['day'] : fitting;
}

export interface Instants {
  from: string;
  to: string;
}

/** The time that the page shows: what the address says where that is a time, else the last day. */
export function timeOf(search: Record<string, string>, now: Date, zone: string): TimeRange {
  const range = { from: search.from, to: search.to };
  const { from = '', to = now.toISOString() } = instantsOf(range, now, zone);
  return Date.parse(from) < Date.parse(to) ? range : { from: '-24h' };
}

/** Both ends as instants: figures are of a time that is known. */
export function bothEnds(range: TimeRange, now: Date, zone: string): Instants {
  const { from, to } = instantsOf(range, now, zone);
  return { from: from ?? now.toISOString(), to: to ?? now.toISOString() };
}

const failedStates = ['undelivered', 'expired', 'rejected'] as const;

/** The parts of what was accepted: they add up to it. */
export function partsOf(figure: Figure) {
  const states = figure.states as Record<string, number>;
  const delivered = states.delivered ?? 0;
  const failed = failedStates.reduce((sum, it) => sum + (states[it] ?? 0), 0);
  return {
    delivered,
    failed,
    other: Math.max(0, figure.ended - delivered - failed),
    waiting: Math.max(0, figure.accepted - figure.ended),
  };
}

/** The list of messages that a figure counts. */
export function messagesLink(from: string, before: string, filter: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...filter, accepted_from: from, accepted_before: before });
  return `/messages?${query}`;
}
