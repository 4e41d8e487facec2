import { AddForm, EditableList, type ListAnswer, useSearch, useSession, useWaits } from '@elchi/app';
import { type AdminTypes, admin, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, DangerDialog, Empty, Page, PageTabs, TabPanel } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';

type Network = AdminTypes['schemas']['Network'];

const tabs = ['networks', 'ported'] as const;
const empty = { mcc: '', mnc: '', name: '', country: 'UZ', prefixes: '' };
const mccRule = { required: true, pattern: /^[0-9]{3}$/ };
const mncRule = { required: true, pattern: /^[0-9]{2,3}$/ };

export default function Networks() {
  const { t } = useTexts('networks');
  const [search, setSearch] = useSearch();
  const tab = tabs.find((it) => it === search.tab) ?? 'networks';
  return (
    <Page title={t('title')}>
      <PageTabs
        label={t('title')}
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        tabs={tabs.map((it) => ({ name: it, label: t(it) }))}
      />
      <TabPanel name={tab}>{tab === 'networks' ? <List /> : <Ported />}</TabPanel>
    </Page>
  );
}

function List() {
  const { t } = useTexts('networks');
  return (
    <EditableList<Network, typeof empty>
      title={t('title')}
      name="networks"
      columns={[
        { key: 'country', title: t('country'), width: 80, cell: (it) => it.country },
        { key: 'code', title: 'MCC MNC', width: 100, cell: (it) => `${it.mcc} ${it.mnc}` },
        { key: 'name', title: t('common:name'), width: 220, cell: (it) => it.name },
        { key: 'prefixes', title: t('prefixes'), cell: (it) => it.prefixes.join(', ') },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          admin.GET('/admin/v1/mccmnc', { params: { query: { cursor, limit: 100 } as never }, signal }),
        ) as Promise<ListAnswer<Network>>
      }
      idOf={(it) => it.mcc + it.mnc}
      empty={<Empty title={t('none')} />}
      add={{
        permission: 'networks:write',
        label: t('add'),
        values: empty,
        fields: [
          { name: 'mcc', label: 'MCC', rules: mccRule },
          { name: 'mnc', label: 'MNC', rules: mncRule },
          { name: 'name', label: t('common:name'), rules: { required: true, maxLength: 200 } },
          { name: 'country', label: t('country'), rules: { required: true, pattern: /^[A-Z]{2}$/ } },
          { name: 'prefixes', label: t('prefixes'), hint: t('prefixes_hint') },
        ],
        send: ({ prefixes, ...network }) =>
          mustChange(
            admin.POST('/admin/v1/mccmnc', {
              body: { ...network, prefixes: prefixes.split(/[\s,]+/).filter((it) => it !== '') },
            }),
          ),
      }}
    />
  );
}

/** Numbers that went to another network: the contract sets and removes them, and lists none. */
function Ported() {
  const { t } = useTexts('networks');
  const { can } = useSession();
  const [note, told] = useWaits();
  const [done, setDone] = useState<string>();
  const [number, setNumber] = useState('');
  const [asking, setAsking] = useState(false);
  if (!can('networks:write')) {
    return <Empty title={t('ported_none')} />;
  }
  return (
    <>
      {note}
      {done !== undefined && <Box role="status">{done}</Box>}
      <Card title={t('ported_set')}>
        <AddForm
          onDone={async (change) => {
            told(change);
            setDone(t('ported_done'));
          }}
          add={{
            permission: 'networks:write',
            label: t('ported_set'),
            values: { numbers: '', mcc: '434', mnc: '' },
            fields: [
              {
                name: 'numbers',
                label: t('numbers'),
                hint: t('numbers_hint'),
                kind: 'multiline',
                rules: { required: true },
              },
              { name: 'mcc', label: 'MCC', rules: mccRule },
              { name: 'mnc', label: 'MNC', rules: mncRule },
            ],
            send: ({ numbers, mcc, mnc }) =>
              mustChange(
                admin.POST('/admin/v1/ported-numbers', {
                  body: {
                    numbers: numbers
                      .split(/[\s,;]+/)
                      .filter((it) => it !== '')
                      .map((msisdn) => ({ msisdn, mcc, mnc })),
                  },
                }),
              ),
          }}
        />
      </Card>
      <Card title={t('ported_remove')}>
        <Box sx={{ display: 'flex', gap: 2, maxWidth: 480 }}>
          <TextField
            label={t('messages:to')}
            value={number}
            onChange={(event) => setNumber(event.target.value.trim())}
            slotProps={{ inputLabel: { shrink: true } }}
          />
          <Button variant="outlined" disabled={number === ''} onClick={() => setAsking(true)}>
            {t('remove')}
          </Button>
        </Box>
      </Card>
      {asking && (
        <DangerDialog
          action={t('ported_remove')}
          level={2}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await must(
              admin.DELETE('/admin/v1/ported-numbers/{msisdn}', {
                params: { path: { msisdn: number.replace(/^\+/, '') } },
              }),
            );
            setDone(t('ported_removed'));
            setNumber('');
          }}
        >
          {t('ported_effect')}
        </DangerDialog>
      )}
    </>
  );
}
