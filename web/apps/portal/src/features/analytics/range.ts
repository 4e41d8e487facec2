import type { GatewayTypes } from '@elchi/client';

export type Figure = GatewayTypes['schemas']['Figure'];
export type Step = 'minute' | 'five_minutes' | 'hour' | 'day';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const presets = { hour, day, week: 7 * day, month: 30 * day } as const;
export type Preset = keyof typeof presets;

export const lengths: Record<Step, number> = { minute, five_minutes: 5 * minute, hour, day };

/** Steps that make a chart that can be read: between 2 and 200 bars. */
export function stepsOf(millis: number): Step[] {
  const fitting = (Object.keys(lengths) as Step[]).filter(
    (it) => millis / lengths[it] >= 2 && millis / lengths[it] <= 200,
  );
  return fitting.length === 0 ? ['day'] : fitting;
}

export interface Range {
  from: string;
  to: string;
  preset: Preset | 'fixed';
}

/** What the address says: two instants, or a preset that ends now. */
export function rangeOf(search: Record<string, string>, now: number): Range {
  const from = Date.parse(search.from ?? '');
  const to = Date.parse(search.to ?? '');
  if (from < to) {
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), preset: 'fixed' };
  }
  const preset: Preset =
    search.range !== undefined && Object.hasOwn(presets, search.range) ? (search.range as Preset) : 'day';
  return {
    from: new Date(now - presets[preset]).toISOString(),
    to: new Date(now).toISOString(),
    preset,
  };
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
