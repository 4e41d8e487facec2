import type { AdminTypes } from '@elchi/client';
import { phone, useTexts } from '@elchi/i18n';
import { Facts, Id, None, PageLink, Raw, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import { Fragment, useState } from 'react';

export type TracedPdu = AdminTypes['schemas']['TracedPdu'];

const addresses = new Set(['source_addr', 'destination_addr']);

/** Traced PDUs; each opens to its fields and octets. `withMessages`: each row links to its message. */
export function PduTable({ rows, withMessages }: { rows: readonly TracedPdu[]; withMessages: boolean }) {
  const { t } = useTexts('pdus');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const cell = { px: 2, py: 1, textAlign: 'start', whiteSpace: 'nowrap' } as const;

  function toggle(id: number) {
    const next = new Set(open);
    if (!next.delete(id)) {
      next.add(id);
    }
    setOpen(next);
  }

  const titles = [
    t('time'),
    t('direction'),
    t('command'),
    t('status'),
    t('sequence'),
    ...(withMessages ? [t('messages:message')] : []),
    t('part'),
    t('operator_message_id'),
  ];
  return (
    // A wide table scrolls, by keyboard too.
    <Box role="region" aria-label={t('title')} tabIndex={0} sx={{ overflow: 'auto', minWidth: 0 }}>
      <Box
        component="table"
        sx={{
          borderCollapse: 'collapse',
          width: '100%',
          '& th': { ...cell, color: 'var(--e-palette-elchi-text2)' },
          '& td': cell,
          '& tbody tr': { borderTop: '1px solid var(--e-palette-elchi-raised)' },
        }}
      >
        <thead>
          <tr>
            {titles.map((it) => (
              <th key={it}>{it}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((it) => (
            <Fragment key={it.id}>
              <tr>
                <td>
                  <Box
                    component="button"
                    type="button"
                    aria-expanded={open.has(it.id)}
                    aria-label={`${it.command} ${it.sequence}`}
                    onClick={() => toggle(it.id)}
                    sx={{
                      font: 'inherit',
                      color: 'inherit',
                      background: 'none',
                      border: 0,
                      p: 0,
                      cursor: 'pointer',
                    }}
                  >
                    <span aria-hidden="true">{open.has(it.id) ? '▾' : '▸'} </span>
                    <Time value={it.at} millis />
                  </Box>
                </td>
                <td>{t(`direction_${it.direction}`)}</td>
                <td>{it.command}</td>
                <td>{it.status}</td>
                <td>{it.sequence}</td>
                {withMessages && (
                  <td>
                    {it.message_id === undefined ? (
                      <None />
                    ) : (
                      <PageLink to={`/messages/${it.message_id}?tab=pdus`}>
                        {`${it.message_id.slice(0, 8)}…${it.message_id.slice(-5)}`}
                      </PageLink>
                    )}
                  </td>
                )}
                <td>{it.part ?? <None />}</td>
                <td>
                  {it.operator_message_id === undefined ? <None /> : <Id value={it.operator_message_id} />}
                </td>
              </tr>
              {open.has(it.id) && (
                <tr>
                  <td colSpan={titles.length}>
                    <Opened pdu={it} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

function Opened({ pdu }: { pdu: TracedPdu }) {
  const { t } = useTexts('pdus');
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3, whiteSpace: 'normal', py: 2 }}>
      <Facts
        rows={[
          [t('session'), pdu.session],
          [t('process'), <Id key="process" value={pdu.process} whole />],
          ...pdu.fields.map(
            (it) => [it.name, addresses.has(it.name) ? phone(it.value, true) : it.value] as const,
          ),
        ]}
      />
      <Raw
        label={t('octets')}
        text={`${pdu.octets.match(/.{1,32}/g)?.join('\n') ?? ''}${pdu.shortened ? `\n… ${t('shortened')}` : ''}`}
      />
    </Box>
  );
}
