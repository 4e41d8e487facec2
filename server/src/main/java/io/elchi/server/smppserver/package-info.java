/// SMPP sessions of clients: they bind as to an SMSC, submit messages, and get receipts and messages from handsets.
///
/// Tables (schema `smppserver`): `binds`, the sessions of all processes; `deliverers`, which process sends to a
/// login's sessions; `part_sets` and `parts`, the parts that wait to be joined. Logins are of
/// [io.elchi.server.accounts.SmppLogins].
///
/// Start reading at [io.elchi.server.smppserver.ClientServer]. [io.elchi.server.smppserver.BindCheck] decides about
/// binds, [io.elchi.server.smppserver.SubmitQueue] takes requests of a session to the intake, and
/// [io.elchi.server.smppserver.Deliveries] sends receipts, which it reads from the event log with a cursor for each
/// login.
///
/// Invariants: submit_sm_resp with ESME_ROK leaves after the message is committed; a receipt is repeated until it is
/// acknowledged, or too old; a login has no more sessions than it may, in all processes together; requests of a
/// session that wait, deliver_sm without an answer, and receipts that wait for a retry have limits.
package io.elchi.server.smppserver;
