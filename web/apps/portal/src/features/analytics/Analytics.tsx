import { useSearch } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { dateTime, useTexts } from '@elchi/i18n';
import { Bars, Card, Empty, Loading, Page, ProblemBox, Time, TimeRangeField, useZone } from '@elchi/ui';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FigureTable } from './FigureTable';
import {
  bothEnds,
  type Figure,
  type Instants,
  lengths,
  messagesLink,
  partsOf,
  type Step,
  stepsOf,
  timeOf,
} from './range';

const groups = ['sender', 'network', 'class', 'state', 'error'] as const;
type Group = (typeof groups)[number];

/** The filters of the list of messages that a group has; others lead to no list. */
const filterOf: Partial<Record<Group, string>> = { sender: 'from', class: 'class', state: 'state' };

export default function Analytics() {
  const { t } = useTexts('analytics');
  const zone = useZone();
  const [search, setSearch] = useSearch();
  // One instant for both requests, until the page is opened anew or another range is chosen.
  const [now, setNow] = useState(() => new Date());
  const time = timeOf(search, now, zone);
  const range = bothEnds(time, now, zone);
  const steps = stepsOf(Date.parse(range.to) - Date.parse(range.from));
  const step = steps.find((it) => it === search.step) ?? (steps[0] as Step);
  const by = groups.find((it) => it === search.by) ?? 'sender';
  const choose = (change: Record<string, string | undefined>) => {
    setNow(new Date());
    setSearch(change);
  };
  return (
    <Page title={t('title')}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        <TimeRangeField
          value={time}
          more={['-30d']}
          onChange={({ from, to }) => choose({ from, to, step: undefined })}
        />
        <Choice
          label={t('step')}
          value={step}
          options={steps.map((it) => ({ value: it, label: t(`step_${it}`) }))}
          onChange={(it) => choose({ step: it })}
        />
      </Box>
      <Box sx={{ color: 'var(--e-palette-elchi-text2)' }}>{t('fresh', { zone })}</Box>
      <Series range={range} step={step} />
      <Groups range={range} by={by} onBy={(it) => choose({ by: it })} />
    </Page>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <TextField
      select
      label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      sx={{ width: 180 }}
    >
      {props.options.map((it) => (
        <MenuItem key={it.value} value={it.value}>
          {it.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Series({ range, step }: { range: Instants; step: Step }) {
  const { t } = useTexts('analytics');
  const zone = useZone();
  const { from, to } = range;
  const query = useQuery({
    queryKey: ['stats', 'series', from, to, step, zone],
    queryFn: ({ signal }) =>
      must(gateway.GET('/v1/stats/series', { params: { query: { from, to, step, zone } as never }, signal })),
  });
  const rows = query.data?.items ?? [];
  const linkOf = (it: Figure) =>
    messagesLink(it.at ?? from, new Date(Date.parse(it.at ?? from) + lengths[step]).toISOString());
  return (
    <Card title={t('over_time')}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && rows.length === 0 && <Empty title={t('none')}>{t('none_hint')}</Empty>}
      {rows.length > 0 && (
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
          <Bars
            label={t('over_time')}
            height={160}
            bars={everyInterval(rows, query.data?.from ?? from, query.data?.to ?? to, lengths[step]).map(
              (it) => {
                const parts = partsOf(it);
                return {
                  name: it.at === undefined ? '' : dateTime(new Date(it.at), zone),
                  to: linkOf(it),
                  parts: [
                    { tone: 'ok', value: parts.delivered, label: t('delivered') },
                    { tone: 'bad', value: parts.failed, label: t('failed') },
                    { tone: 'quiet', value: parts.other, label: t('other') },
                    { tone: 'info', value: parts.waiting, label: t('waiting') },
                  ],
                };
              },
            )}
          />
          <Box sx={{ color: 'var(--e-palette-elchi-text2)' }}>{t('bars_hint')}</Box>
          <FigureTable
            label={t('over_time')}
            first={t('interval')}
            rows={rows}
            name={(it) => <Time value={it.at} />}
            linkOf={linkOf}
          />
        </Box>
      )}
    </Card>
  );
}

/** The server leaves out intervals without messages; a chart has them. Days of a zone may differ from 24 hours by one. */
function everyInterval(rows: readonly Figure[], from: string, to: string, length: number): Figure[] {
  const known = rows.map((it) => Date.parse(it.at ?? from));
  const first = known[0] ?? Date.parse(from);
  const start = first - Math.floor((first - Date.parse(from)) / length) * length;
  const all: Figure[] = [];
  for (let at = start; at < Date.parse(to); at += length) {
    const found = rows.find((_, place) => Math.abs((known[place] as number) - at) < length / 2);
    all.push(
      found ?? {
        at: new Date(at).toISOString(),
        accepted: 0,
        ended: 0,
        states: {},
        parts: 0,
        parts_charged: 0,
        submits: 0,
        prices: [],
      },
    );
  }
  return all;
}

function Groups(props: { range: Instants; by: Group; onBy(by: string): void }) {
  const { t } = useTexts('analytics');
  const { by } = props;
  const { from, to } = props.range;
  const query = useQuery({
    queryKey: ['stats', 'top', from, to, by],
    queryFn: ({ signal }) =>
      must(
        gateway.GET('/v1/stats/top', { params: { query: { from, to, by, limit: 100 } as never }, signal }),
      ),
  });
  const filter = filterOf[by];
  return (
    <Card
      title={t('groups')}
      actions={
        <Choice
          label={t('by')}
          value={by}
          options={groups.map((it) => ({ value: it, label: t(`by_${it}`) }))}
          onChange={props.onBy}
        />
      }
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <FigureTable
          label={t('groups')}
          first={t(`by_${by}`)}
          rows={query.data.items}
          name={(it) => it.name ?? it.key ?? ''}
          linkOf={(it) =>
            filter === undefined || it.key === undefined
              ? undefined
              : messagesLink(query.data.from, query.data.to, { [filter]: it.key })
          }
        />
      )}
    </Card>
  );
}
