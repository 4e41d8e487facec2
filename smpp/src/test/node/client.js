// The npm package smpp as an ESME: node client.js PORT [CA]. Plays its part and prints what it saw, a JSON object a line.
'use strict';
const fs = require('fs');
const smpp = require('smpp');

const [port, ca] = process.argv.slice(2);
const options = ca ? {url: 'ssmpp://localhost:' + port, ca: fs.readFileSync(ca)} : {url: 'smpp://localhost:' + port};
const say = (what, fields) => console.log(JSON.stringify({what, ...fields}));

// A session that knows its answers: await ask(session, 'submit_sm', {...}).
const ask = (session, command, fields) => new Promise(answer => session[command](fields || {}, answer));

function connect() {
  return new Promise((connected, failed) => {
    const session = smpp.connect({...options}, () => connected(session));
    session.on('error', failed);
  });
}

function login(session, password) {
  return ask(session, 'bind_transceiver', {system_id: 'bank', password, interface_version: 0x34});
}

const message = fields => ({
  source_addr_ton: 5, source_addr: 'Elchi', dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '998901234567', ...fields,
});

async function play() {
  const refused = await connect();
  const refusal = await login(refused, 'guess');
  say('refused bind', {status: refusal.command_status});
  refused.close();

  const session = await connect();
  const receipt = new Promise(got => session.on('deliver_sm', pdu => {
    session.send(pdu.response());
    got(pdu);
  }));
  session.on('enquire_link', pdu => {
    session.send(pdu.response());
    say('enquired', {});
  });
  const bound = await login(session, 'secret');
  say('bound', {status: bound.command_status, system_id: bound.system_id, version: bound.sc_interface_version});

  const plain = await ask(session, 'submit_sm', message({short_message: 'hello'}));
  say('submitted', {status: plain.command_status, id: plain.message_id});
  await ask(session, 'submit_sm', message({data_coding: 8, short_message: 'Салом'}));
  await ask(session, 'submit_sm', message({
    esm_class: 0x40, short_message: {udh: Buffer.from([5, 0, 3, 42, 2, 1]), message: 'first of two'},
  }));
  await ask(session, 'submit_sm', message({
    short_message: 'second of two', sar_msg_ref_num: 4711, sar_total_segments: 2, sar_segment_seqnum: 2,
  }));
  await ask(session, 'submit_sm', message({short_message: '', message_payload: 'x'.repeat(5000)}));

  for (const status of [0x58, 0x14, 0x400]) {
    const resp = await ask(session, 'submit_sm', message({source_addr: 'status', destination_addr: String(status), short_message: 'x'}));
    say('refused', {asked: status, status: resp.command_status});
  }

  const wanted = await ask(session, 'submit_sm', message({registered_delivery: 1, short_message: 'hello'}));
  const report = await receipt;
  say('receipt', {
    id: wanted.message_id, esm_class: report.esm_class, text: report.short_message.message,
    receipted: report.receipted_message_id, state: report.message_state,
  });

  const alive = await ask(session, 'enquire_link');
  say('enquired them', {status: alive.command_status});
  await new Promise(done => process.stdin.once('data', done));
  const unbound = await ask(session, 'unbind');
  say('unbound', {status: unbound.command_status});
  session.close(() => process.exit(0));
}

play().catch(e => {
  say('failed', {error: String(e)});
  process.exit(1);
});
