// Sends a one-time password and waits for its final state: send.ts NUMBER TEXT

import { randomUUID } from 'node:crypto';

const url = process.env.ELCHI_URL;
const key = process.env.ELCHI_KEY;
const attempts = 5;

interface Problem {
  code: string;
  title: string;
  detail?: string;
  retryable: boolean;
}

interface Message {
  id: string;
  state: 'accepted' | 'queued' | 'submitted' | 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'canceled' | 'unknown';
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

async function send(to: string, text: string): Promise<string> {
  // The same key with each attempt: the message is sent once, whatever happens to the connection.
  const headers = { 'Idempotency-Key': randomUUID() };
  const body = { to, from: process.env.ELCHI_FROM ?? 'MyBank', text, class: 'otp' };
  for (let attempt = 1; ; attempt++) {
    let problem: Problem = { code: 'no_answer', title: 'the server does not answer', retryable: true };
    let wait = 1;
    try {
      const answer = await ask('POST', '/v1/sms/send', body, headers);
      if (answer.status === 202) {
        return ((await answer.json()) as Message).id;
      }
      problem = (await answer.json()) as Problem;
      wait = Number(answer.headers.get('Retry-After') ?? 1);
    } catch (broken) {
      problem.detail = String(broken);
    }
    if (!problem.retryable || attempt === attempts) {
      console.error(`${problem.code}: ${problem.detail ?? problem.title}`);
      process.exit(1);
    }
    await pause(wait);
  }
}

async function finalState(message: string): Promise<string> {
  for (let i = 0; i < 60; i++) {
    let wait = 0.5;
    try {
      const answer = await ask('GET', `/v1/sms/${message}`);
      if (answer.status === 200) {
        const { state } = (await answer.json()) as Message;
        if (!['accepted', 'queued', 'submitted'].includes(state)) {
          return state;
        }
      } else {
        wait = Number(answer.headers.get('Retry-After') ?? 1);
      }
    } catch {
      // No answer: it is asked again.
    }
    await pause(wait);
  }
  console.error(`not final yet: ${message}`);
  process.exit(1);
}

async function main() {
  const sent = await send(process.argv[2], process.argv[3]);
  console.log(sent, await finalState(sent));
}

void main();
