import { Bars, Lines, Timeline } from '@elchi/ui';
import { Shown } from './Shown';

const seconds = 60;
const wave = (by: number) =>
  Array.from({ length: seconds }, (_, at) => (at > 20 && at < 26 ? undefined : 50 + ((at * by) % 37)));

export function Charts() {
  return (
    <>
      <Shown name="Bars">
        <Bars
          label="Messages"
          bars={Array.from({ length: 24 }, (_, hour) => ({
            name: `${hour}:00`,
            to: '/messages',
            parts: [
              { tone: 'ok', value: (hour * 7) % 31, label: 'Delivered' },
              { tone: 'bad', value: (hour * 3) % 7, label: 'Not delivered' },
              { tone: 'info', value: hour > 20 ? 9 : 0, label: 'No final state yet' },
            ],
          }))}
        />
      </Shown>
      <Shown name="Lines, with a gap">
        <Lines
          label="A second"
          seconds={seconds}
          series={[
            { label: 'Accepted', values: wave(3) },
            { label: 'Submitted', values: wave(5) },
            { label: 'Delivered', values: [] },
          ]}
        />
      </Shown>
      <Shown name="Timeline">
        <Timeline
          label="Timeline"
          entries={[
            { id: '1', at: '2026-11-24T10:15:30.000Z', afterMillis: 0, tone: 'info', title: 'Accepted' },
            {
              id: '2',
              at: '2026-11-24T10:15:30.420Z',
              afterMillis: 420,
              tone: 'info',
              title: 'Submitted',
              detail: 'beeline, link beeline-1, two parts',
            },
            { id: '3', at: '2026-11-24T10:15:32.400Z', afterMillis: 2400, tone: 'ok', title: 'Delivered' },
            {
              id: '4',
              at: '2026-11-24T10:15:33.000Z',
              afterMillis: 3000,
              tone: 'bad',
              title: 'Webhook failed',
            },
          ]}
        />
      </Shown>
    </>
  );
}
