import { messageClasses, segmentsOf } from '@elchi/app';
import { type GatewayTypes, gatewayWithKey, must, newIdempotencyKey } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Facts, Money, Page, PageLink, ProblemBox, Raw, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { curlOf, empty, requestOf, type Values } from './request';

type DryRun = GatewayTypes['schemas']['DryRun'];
type Accepted = GatewayTypes['schemas']['Accepted'];

/** Their names are the same in all languages. */
const alphabets = { gsm7: 'GSM 7-bit', ucs2: 'UCS-2' } as const;

/** A message typed by hand: counted while one types, checked, sent. The key is in this component alone. */
export default function Send() {
  const { t } = useTexts('send');
  const [initial] = useState(empty);
  const [values, setValues] = useState<Values>(empty);
  const [checked, setChecked] = useState<{ values: Values; result: DryRun; idempotencyKey: string }>();

  async function check(submitted: Values) {
    setChecked(undefined);
    const answer = await must(
      gatewayWithKey(submitted.key.trim()).POST('/v1/sms/send', {
        body: { ...requestOf(submitted), dry_run: true },
      }),
    );
    setChecked({ values: submitted, result: answer as DryRun, idempotencyKey: newIdempotencyKey() });
  }

  return (
    <Page title={t('title')}>
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: '1fr', lg: '520px 1fr' } }}>
        <Card>
          <Box sx={{ mb: 4 }}>{t('why_key')}</Box>
          <EditForm<Values>
            submitLabel={t('check')}
            values={initial}
            fields={[
              {
                name: 'key',
                label: t('key'),
                hint: t('key_hint'),
                kind: 'password',
                rules: { required: true },
              },
              { name: 'to', label: t('to'), hint: t('to_hint'), rules: { required: true, maxLength: 128 } },
              { name: 'from', label: t('from'), rules: { required: true, maxLength: 128 } },
              {
                name: 'class',
                label: t('messages:class'),
                kind: 'select',
                options: messageClasses.map((it) => ({ value: it, label: t(`messages:class_${it}`) })),
              },
              {
                name: 'text',
                label: t('text'),
                kind: 'multiline',
                rules: { required: true, maxLength: 40_000 },
              },
              {
                name: 'smart',
                label: t('smart'),
                kind: 'select',
                options: [
                  { value: 'yes', label: t('smart_yes') },
                  { value: 'no', label: t('smart_no') },
                ],
              },
            ]}
            onValues={(next) => {
              setValues(next);
              // What was checked may be no longer what the page shows.
              setChecked((was) => (was !== undefined && isSame(was.values, next) ? was : undefined));
            }}
            onSubmit={check}
          />
        </Card>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, minWidth: 0 }}>
          <Counter text={values.text} />
          {checked !== undefined && <Checked key={checked.idempotencyKey} {...checked} />}
          <Card title={t('curl')}>
            <Raw label={t('curl')} text={curlOf(requestOf(values))} />
          </Card>
        </Box>
      </Box>
    </Page>
  );
}

const isSame = (one: Values, other: Values) =>
  JSON.stringify(requestOf(one)) === JSON.stringify(requestOf(other));

function Counter({ text }: { text: string }) {
  const { t } = useTexts('send');
  const found = segmentsOf(text);
  return (
    <Card title={t('as_typed')}>
      <Facts
        rows={[
          [t('parts'), found.parts],
          [t('used'), `${found.inLast} / ${found.perPart}`],
          [t('alphabet'), alphabets[found.encoding]],
          found.forcing !== undefined && [t('forces'), <Forcing key="f" {...found.forcing} />],
        ]}
      />
    </Card>
  );
}

function Forcing({ character, index }: { character: string; index: number }) {
  const { t } = useTexts('send');
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return <>{t('forces_at', { character, code, place: index + 1 })}</>;
}

function Checked(props: { values: Values; result: DryRun; idempotencyKey: string }) {
  const { t } = useTexts('send');
  const { result } = props;
  const [sent, setSent] = useState<Accepted>();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function send() {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await must(
        gatewayWithKey(props.values.key.trim()).POST('/v1/sms/send', {
          params: { header: { 'Idempotency-Key': props.idempotencyKey } },
          body: requestOf(props.values),
        }),
      );
      setSent(answer as Accepted);
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card title={t('checked')}>
      <Box role="status" sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>
          <State tone={result.acceptable ? 'ok' : 'bad'}>
            {result.acceptable ? t('acceptable') : t('not_acceptable')}
          </State>
        </Box>
        <Facts
          rows={[
            result.country !== undefined && [t('country'), result.country],
            [t('parts'), result.parts],
            result.encoding !== undefined && [t('alphabet'), alphabets[result.encoding]],
            result.smart_encoded === true && [t('smart'), t('smart_used')],
            result.ucs2_character !== undefined && [
              t('forces'),
              <Forcing key="f" character={result.ucs2_character} index={result.ucs2_index ?? 0} />,
            ],
            result.price !== undefined && [t('messages:price'), <Money key="p" value={result.price} />],
            result.max_price !== undefined && [t('most'), <Money key="m" value={result.max_price} />],
          ]}
        />
        {result.problems.map((it) => (
          <ProblemBox
            key={`${it.code} ${it.field}`}
            problem={{ code: it.code, message: it.title, detail: it.detail }}
          />
        ))}
        {result.acceptable && sent === undefined && (
          <Box>
            <Button variant="contained" disabled={busy} onClick={() => void send()}>
              {t('send')}
            </Button>
          </Box>
        )}
        {problem !== undefined && <ProblemBox problem={problem} />}
        {sent !== undefined && (
          <Box sx={{ display: 'flex', gap: 3, flexWrap: 'wrap' }}>
            <State tone="ok">{t('sent')}</State>
            {sent.test === true && <span>{t('test_message')}</span>}
            <PageLink to={`/messages/${sent.id}`}>{t('open')}</PageLink>
          </Box>
        )}
      </Box>
    </Card>
  );
}
