/// A port for clients that speak the HTTP protocols of Jasmin and Kannel: only the address in their configuration
/// changes. It is off by default, and a part of the role gateway. docs/decisions/0048 has the reasons, and
/// docs/guides/jasmin.md and docs/guides/kannel.md have the parameters.
///
/// A user is an SMPP login of an account with `submits.http`.
///
/// Tables (schema `entrances`): `callbacks` (addresses for the results of messages), `requests` (what such an address
/// has not accepted yet). docs/decisions/0049 has the reasons.
///
/// Start reading at [io.elchi.server.entrances.Entrances]. [io.elchi.server.entrances.LoginCheck] decides who asks,
/// and [io.elchi.server.entrances.Submits] takes a message to the intake, where it meets the limits, rules and prices
/// of every other one. [io.elchi.server.entrances.CallbackRunner] asks the addresses of clients.
///
/// Invariants: no random request gets a 5xx; neither a password nor a text comes into a log; wrong passwords of an
/// address are limited; a request to a client's address is made at least once, and those of a message in their order.
package io.elchi.server.entrances;
