// The npm package smpp as a message centre: node server.js [KEY CERT]. Prints its port, then what it saw, a JSON object a
// line. A message from "status" is refused with the command_status it is addressed to, one with the text "unbind" unbinds,
// one that wants a receipt gets it. Ends with its standard input.
'use strict';
const fs = require('fs');
const smpp = require('smpp');

const [key, cert] = process.argv.slice(2);
const options = key ? {key: fs.readFileSync(key), cert: fs.readFileSync(cert)} : {};
const say = (what, fields) => console.log(JSON.stringify({what, ...fields}));
let id = 1000;

function submitted(session, pdu) {
  if (pdu.source_addr === 'status') {
    session.send(pdu.response({command_status: Number(pdu.destination_addr)}));
    return;
  }
  const messageId = String(++id);
  session.send(pdu.response({message_id: messageId}));
  const text = pdu.message_payload ? pdu.message_payload.message : pdu.short_message.message;
  say('submit_sm', {
    id: messageId, from: pdu.source_addr, to: pdu.destination_addr, text, esm_class: pdu.esm_class, data_coding: pdu.data_coding,
    udh: pdu.short_message.udh ? pdu.short_message.udh.length : 0, sar: pdu.sar_msg_ref_num, segment: pdu.sar_segment_seqnum,
  });
  if (pdu.registered_delivery) {
    session.deliver_sm({
      source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4,
      short_message: 'id:' + messageId + ' sub:001 dlvrd:001 submit date:2611240101 done date:2611240102 stat:DELIVRD err:000 text:',
      receipted_message_id: messageId, message_state: 2,
    }, resp => say('deliver_sm_resp', {status: resp.command_status}));
  }
  if (text === 'unbind') {
    session.unbind(resp => {
      say('unbound', {status: resp.command_status});
      session.close();
    });
  }
}

const server = smpp.createServer(options, session => {
  session.on('error', e => say('error', {error: String(e)}));
  session.on('bind_transceiver', pdu => {
    if (pdu.password !== 'secret') {
      session.send(pdu.response({command_status: smpp.ESME_RINVPASWD}));
      session.close();
      return;
    }
    session.send(pdu.response({system_id: 'node', sc_interface_version: 0x34}));
    session.enquire_link(resp => say('enquire_link_resp', {status: resp.command_status}));
  });
  session.on('enquire_link', pdu => session.send(pdu.response()));
  session.on('submit_sm', pdu => submitted(session, pdu));
  session.on('unbind', pdu => {
    session.send(pdu.response());
    session.close();
  });
});
server.listen(0, 'localhost', () => say('listening', {port: server.address().port}));
process.stdin.on('end', () => process.exit(0)).resume();
