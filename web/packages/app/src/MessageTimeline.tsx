import { useTexts } from '@elchi/i18n';
import { Money, Timeline, type Tone } from '@elchi/ui';
import type { MessageState } from './messages';

interface Step {
  at: string;
  after_ms: number;
  event: string;
  part?: number;
  operator?: string;
  operator_message_id?: string;
  command_status?: string;
  detail?: string;
  amount?: { amount: string; currency: string };
}

const bad = new Set(['refused', 'unanswered', 'undelivered', 'rejected']);

function toneOf(step: Step): Tone {
  if (step.event === 'delivered') {
    return 'ok';
  }
  return bad.has(step.event)
    ? 'bad'
    : step.event === 'expired' || step.event === 'canceled'
      ? 'quiet'
      : 'info';
}

/** The steps of a message, with the time between them. */
export function MessageTimeline({ steps }: { steps: readonly Step[]; state: MessageState }) {
  const { t, i18n } = useTexts('timeline');
  return (
    <Timeline
      label={t('messages:timeline')}
      entries={steps.map((step, place) => ({
        id: String(place),
        at: step.at,
        afterMillis: step.after_ms,
        tone: toneOf(step),
        title: i18n.exists(`timeline:${step.event}`) ? t(step.event as never) : step.event,
        detail: (
          <>
            {[
              step.operator,
              step.part === undefined ? undefined : `${t('part')} ${step.part}`,
              step.command_status,
              step.operator_message_id,
              step.detail,
            ]
              .filter((it) => it !== undefined)
              .join(' · ')}
            {step.amount !== undefined && (
              <>
                {' '}
                <Money value={step.amount} />
              </>
            )}
          </>
        ),
      }))}
    />
  );
}
