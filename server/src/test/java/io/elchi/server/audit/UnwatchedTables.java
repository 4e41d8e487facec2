package io.elchi.server.audit;

import java.util.Set;

/// Tables that the audit has no trigger on, by the reason.
final class UnwatchedTables {
    static final Set<String> ALL = Set.of(
            // The message path: the records of messages and money themselves.
            "billing.ledger_checkpoints",
            "entrances.callbacks",
            "entrances.requests",
            "inbound.messages",
            "inbound.parts",
            "inbound.replies",
            "inbound.reply_counts",
            "inbound.cdr_mo",
            "inbound.resend_keys",
            "inbound.waiting",
            "limits.idempotency_keys",
            "messages.cdr_sms",
            "messages.events",
            "messages.figure_deltas",
            "messages.figures_hour",
            "messages.figures_minute",
            "messages.messages",
            "messages.operator_metrics",
            "messages.received_sms",
            "messages.refusals",
            "messages.unfinished",
            "queue.inbox",
            "webhooks.attempts",
            "webhooks.status_uses",
            // What triggers note of the routes, which are watched.
            "routing.route_changes",
            "routing.route_versions",
            // A client ends its own token, which ends by itself within the hour.
            "oauth.revoked_tokens",
            // The octets of files whose jobs are watched.
            "exports.chunks",
            // PDUs of traces, whose begin and end are watched.
            "traces.pdus",
            "traces.runs",
            // What the server finds out and keeps for itself.
            "cluster.database",
            "cluster.leases",
            "cluster.processes",
            "db.changes",
            "db.changes_deleted",
            "events.cursors",
            "events.id_keys",
            "events.log",
            "identity.attempts",
            "identity.sessions",
            "identity.sessions_attributes",
            "events.pulls",
            "messages.content_keys",
            "messages.reported_addresses",
            "oauth.signing_keys",
            "routing.operator_metrics",
            "routing.published_states",
            "routing.shard_sessions",
            "routing.shard_state",
            "routing.versions",
            "smppserver.binds",
            "smppserver.deliverers",
            "smppserver.part_sets",
            "smppserver.parts");

    private UnwatchedTables() {}
}
