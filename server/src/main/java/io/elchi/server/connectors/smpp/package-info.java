/// Links over SMPP. One dispatcher for each operator: it takes from the operator's queue what fits the windows of the
/// bound sessions and the pace, and offers it to them; their event loops report the answers.
package io.elchi.server.connectors.smpp;
