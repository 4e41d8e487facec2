import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlOf, empty, requestOf } from './request';

it('is a command that a shell reads as it was meant', () => {
  const body = requestOf({
    ...empty,
    to: ' +998901234567 ',
    from: 'Bank',
    text: "It's $5 `now` \\ 100%\nOʻzbek",
  });
  const command = curlOf(body).replace(/^curl/, 'show');
  const printed = execFileSync('sh', ['-c', `show() { for it; do :; done; printf %s "$it"; }\n${command}`], {
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual(body);
  expect(body.to).toBe('+998901234567');
});

it('never has the key', () => {
  expect(curlOf(requestOf({ ...empty, key: 'elchi_secret' }))).not.toContain('elchi_secret');
});
