/// Links over HTTP: operators and other gateways. A message is a request
/// ([io.elchi.server.connectors.http.HttpWriter]),
/// the answer decides about it ([io.elchi.server.connectors.http.HttpReplies]), and receipts arrive at a path of ours
/// ([io.elchi.server.connectors.http.HttpReceipts]). docs/decisions/0050 has the reasons.
///
/// Invariants: content becomes neither a parameter nor a member of JSON; a request that was written and has no answer
/// is unanswered, and never counts as one that was not sent; a receipt is answered after it is stored.
package io.elchi.server.connectors.http;
