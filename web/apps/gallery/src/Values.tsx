import {
  CopyButton,
  Diff,
  Duration,
  Facts,
  Id,
  Money,
  None,
  PageLink,
  Phone,
  Raw,
  Secret,
  State,
  Time,
} from '@elchi/ui';
import { Shown } from './Shown';

const id = '01936d2a-7c1e-7f3a-9b2c-4d5e6f708192';
const tones = ['ok', 'info', 'warn', 'bad', 'quiet', 'unknown'] as const;

export function Values() {
  return (
    <>
      <Shown name="Facts, Id, Phone, Money, Time, Duration, None">
        <Facts
          rows={[
            ['Id, short', <Id key="v" value={id} />],
            ['Id, whole', <Id key="v" value={id} whole />],
            ['Phone, masked', <Phone key="v" value="+998901234567" />],
            ['Phone', <Phone key="v" value="+998901234567" masked={false} />],
            ['Phone, foreign', <Phone key="v" value="+77011234567" />],
            ['Money', <Money key="v" value={{ amount: '1234567.890000', currency: 'UZS' }} />],
            ['Money, unit price', <Money key="v" value={{ amount: '0.012300', currency: 'USD' }} />],
            ['Money, below zero', <Money key="v" value={{ amount: '-55.000000', currency: 'UZS' }} />],
            ['Money, none', <Money key="v" value={undefined} />],
            ['Time', <Time key="v" value="2026-11-24T10:15:30.123Z" />],
            ['Time, thousandths', <Time key="v" value="2026-11-24T10:15:30.123Z" millis />],
            ['Duration', <Duration key="v" millis={1980} />],
            ['None', <None key="v" />],
            ['CopyButton', <CopyButton key="v" text={id} />],
            [
              'PageLink',
              <PageLink key="v" to="/messages">
                Messages
              </PageLink>,
            ],
          ]}
        />
      </Shown>
      <Shown name="State">
        {tones.map((it) => (
          <span key={it}>
            <State tone={it}>{it}</State>{' '}
          </span>
        ))}
      </Shown>
      <Shown name="Secret">
        <Secret label="Key" value="elchi_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEF" />
      </Shown>
      <Shown name="Raw">
        <Raw
          label="Raw"
          text={JSON.stringify({ id, state: 'delivered', a_long_line: 'x'.repeat(200) }, undefined, 2)}
        />
      </Shown>
      <Shown name="Diff">
        <Diff
          label="Difference"
          before={{ status: 'active', rate: 100, contact: 'aziza@bank.example' }}
          after={{ status: 'suspended', rate: 100, note: { by: 'NOC', why: 'maintenance of the operator' } }}
        />
      </Shown>
    </>
  );
}
