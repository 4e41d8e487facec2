// The npm package smpp as a client of Elchi: node smpp-client.js PORT SYSTEM_ID PASSWORD [CA]. Submits, and prints what
// it saw, a JSON object a line.
'use strict';
const fs = require('fs');
const smpp = require('smpp');

const [port, systemId, password, ca] = process.argv.slice(2);
const options = ca
  ? {url: 'ssmpp://127.0.0.1:' + port, ca: fs.readFileSync(ca)}
  : {url: 'smpp://127.0.0.1:' + port};
const say = (what, fields) => console.log(JSON.stringify({what, ...fields}));
const MESSAGES = 500;
const WINDOW = 100;

// A session that knows its answers: await ask(session, 'submit_sm', {...}).
const ask = (session, command, fields) => new Promise(answer => session[command](fields || {}, answer));

const message = fields => ({
  source_addr_ton: 5, source_addr: 'Bank', dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '998901234567',
  registered_delivery: 1, ...fields,
});

// Receipts by message id, and those who wait for some.
const receipts = new Map();
let waiting = [];

function received(pdu) {
  const id = pdu.receipted_message_id;
  const text = pdu.short_message.message;
  receipts.set(id, (receipts.get(id) || []).concat({
    esm_class: pdu.esm_class, state: pdu.message_state, names: text.startsWith('id:' + id + ' '),
    whole: /^id:\S+ sub:\d{3} dlvrd:\d{3} submit date:\d{10} done date:\d{10} stat:[A-Z]+ err:\d{3} text:$/.test(text),
    stat: /stat:(\w+)/.exec(text)[1], sub: /sub:(\d+)/.exec(text)[1],
  }));
  waiting = waiting.filter(each => !each());
}

function receiptsOf(id, count) {
  return new Promise(got => {
    const look = () => (receipts.get(id) || []).length >= count && (got(receipts.get(id)), true);
    if (!look()) {
      waiting.push(look);
    }
  });
}

function connect() {
  return new Promise((connected, failed) => {
    const session = smpp.connect({...options}, () => connected(session));
    session.on('error', failed);
    session.on('deliver_sm', pdu => {
      session.send(pdu.response());
      received(pdu);
    });
    session.on('enquire_link', pdu => session.send(pdu.response()));
  });
}

async function fullWindow(session) {
  const ids = new Set();
  let next = 0;
  await Promise.all(Array.from({length: WINDOW}, async () => {
    while (next < MESSAGES) {
      const answer = await ask(session, 'submit_sm', message({short_message: 'message ' + next++}));
      if (answer.command_status === 0) {
        ids.add(answer.message_id);
      }
    }
  }));
  const all = await Promise.all([...ids].map(id => receiptsOf(id, 1)));
  const good = all.filter(([r]) => r.esm_class === 4 && r.state === 2 && r.names && r.whole && r.stat === 'DELIVRD');
  say('window', {accepted: ids.size, delivered: good.length});
}

async function submitted(session, what, fields, count) {
  const answer = await ask(session, 'submit_sm', message(fields));
  const got = answer.command_status === 0 ? await receiptsOf(answer.message_id, count) : [];
  say(what, {status: answer.command_status, receipts: got});
  return answer.message_id;
}

async function play() {
  const session = await connect();
  const bound = await ask(session, 'bind_transceiver', {system_id: systemId, password, interface_version: 0x34});
  say('bound', {status: bound.command_status, system_id: bound.system_id, version: bound.sc_interface_version});
  await fullWindow(session);
  await submitted(session, 'unicode', {data_coding: 8, short_message: 'Салом'}, 1);
  for (const part of [1, 2]) {
    await submitted(session, 'part', {
      esm_class: 0x40, short_message: {udh: Buffer.from([5, 0, 3, 42, 2, part]), message: 'part ' + part},
    }, 1);
  }
  await submitted(session, 'payload', {short_message: '', message_payload: 'x'.repeat(300)}, 1);
  await submitted(session, 'failure', {short_message: 'fails'}, 1);
  const sent = await submitted(session, 'intermediate', {registered_delivery: 0x11, short_message: 'waits'}, 2);
  const state = await ask(session, 'query_sm', {message_id: sent, source_addr_ton: 5, source_addr: 'Bank'});
  say('queried', {status: state.command_status, state: state.message_state, same: state.message_id === sent});

  const later = await ask(session, 'submit_sm', message({
    schedule_delivery_time: '000000020000000R', short_message: 'later',
  }));
  const whose = {source_addr_ton: 5, source_addr: 'Bank', destination_addr: '998901234567'};
  const canceled = await ask(session, 'cancel_sm', {message_id: later.message_id, ...whose});
  const late = await ask(session, 'cancel_sm', {message_id: sent, ...whose});
  const [gone] = await receiptsOf(later.message_id, 1);
  say('canceled', {status: canceled.command_status, late: late.command_status, stat: gone.stat});
  const refused = await ask(session, 'submit_sm', message({destination_addr: '12', short_message: 'x'}));
  say('refused', {status: refused.command_status});
  const alive = await ask(session, 'enquire_link');
  const unbound = await ask(session, 'unbind');
  say('unbound', {alive: alive.command_status, status: unbound.command_status});
  session.close(() => process.exit(0));
}

play().catch(e => {
  say('failed', {error: String(e)});
  process.exit(1);
});
