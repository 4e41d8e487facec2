import { DangerDialog } from '@elchi/ui';

const done = async () => {};

export function Danger2() {
  return (
    <DangerDialog action="Stop: beeline-1" level={2} onConfirm={done} onClose={() => {}}>
      The link waits for the answers of its window and unbinds.
    </DangerDialog>
  );
}

export function Danger3() {
  return (
    <DangerDialog action="Suspend beeline" level={3} name="beeline" onConfirm={done} onClose={() => {}}>
      New messages do not go to this operator. It took 412 in the last hour.
    </DangerDialog>
  );
}
