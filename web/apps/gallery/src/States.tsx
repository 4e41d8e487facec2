import { Card, Denied, Empty, Figure, Grid, Loading, Note, PopoverButton, ProblemBox } from '@elchi/ui';
import { Shown } from './Shown';

const known = {
  code: 'unavailable',
  message: 'Unavailable',
  detail: 'The database does not answer.',
  correlationId: '01936d2a-7c1e',
  retryable: true,
};

export function States() {
  return (
    <>
      <Shown name="Loading">
        <Loading lines={3} />
      </Shown>
      <Shown name="Empty">
        <Empty title="No messages">Send the first one with an API key.</Empty>
      </Shown>
      <Shown name="ProblemBox">
        <ProblemBox problem={known} retry={() => {}} />
      </Shown>
      <Shown name="Denied">
        <Denied permission="operators:read" />
      </Shown>
      <Shown name="Card, Grid, Figure">
        <Card title="Health: the last hour">
          <Grid least={140}>
            <Figure name="Submitted">12,345</Figure>
            <Figure name="Delivered" note="of those with a final state">
              98.5%
            </Figure>
            <Figure name="A name that is long enough to need a second line">0</Figure>
          </Grid>
        </Card>
      </Shown>
      <Shown name="PopoverButton, Note">
        <PopoverButton label="Columns" title="Columns">
          {() => <Note>Kept on this device.</Note>}
        </PopoverButton>
      </Shown>
    </>
  );
}
