import { expect, it } from 'vitest';
import { firstMessage } from './NewKey';

it('writes a command that a shell reads as one', () => {
  const command = firstMessage('elchi_key', 'DemoBank');
  expect(command).toContain(
    `-d '{"to":"+998901234567","from":"DemoBank","text":"Hello","class":"transactional"}'`,
  );
  expect(firstMessage('elchi_key', "O'Bank; rm")).toContain(`"from":"O'\\''Bank; rm"`);
});
