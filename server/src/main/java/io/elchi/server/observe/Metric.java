package io.elchi.server.observe;

import java.util.List;

/// Every metric of the server.
public enum Metric {
    HTTP_REQUESTS(Kind.COUNTER, "elchi_http_requests", "Requests answered", "route", "status"),
    HTTP_SHED(Kind.COUNTER, "elchi_http_shed", "Requests refused by the load shedder, before a thread was started"),
    HTTP_CONNECTIONS(Kind.GAUGE, "elchi_http_connections", "Connections open", "port"),
    HTTP_CONNECTIONS_REFUSED(
            Kind.COUNTER, "elchi_http_connections_refused", "Connections closed because their address had too many"),
    HTTP_HANDSHAKES_FAILED(
            Kind.COUNTER,
            "elchi_http_handshakes_failed",
            "Connections that ended before their TLS handshake was complete"),
    HTTP_CERTIFICATE_EXPIRES(
            Kind.GAUGE,
            "elchi_http_certificate_expires_seconds",
            "Time until the certificate of the public port expires; only with TLS"),
    HTTP_CERTIFICATE_RELOADS(
            Kind.COUNTER,
            "elchi_http_certificate_reloads",
            "ChangedRows of the files of the public port's certificate, by result: loaded, failed",
            "result"),
    HTTP_BODY_OCTETS(Kind.GAUGE, "elchi_http_body_octets", "Octets of request bodies in memory"),
    HTTP_BODY_CAPACITY(Kind.GAUGE, "elchi_http_body_capacity_octets", "Limit of octets of request bodies in memory"),
    HTTP_BODIES_REFUSED(
            Kind.COUNTER, "elchi_http_bodies_refused", "Bodies refused because the memory for bodies was used up"),
    HTTP_SECONDS(Kind.TIMER, "elchi_http", "Time from a request's first octet to its answer", "route"),

    OAUTH_VERIFIED(
            Kind.COUNTER,
            "elchi_oauth_tokens_verified",
            "Access tokens whose signature was verified, because they were not in memory, by result: valid, invalid",
            "result"),

    ACCEPTED(Kind.COUNTER, "elchi_messages_accepted", "Messages accepted", "account"),
    ACCEPTED_PARTS(Kind.COUNTER, "elchi_parts_accepted", "Parts of accepted messages", "account"),
    REFUSED(Kind.COUNTER, "elchi_messages_refused", "Messages refused at acceptance, by error code", "code"),
    RULE_DECISIONS(
            Kind.COUNTER,
            "elchi_rule_decisions",
            "Messages for which a rule had to ask a service, by result: accepted, rejected, failed, not_asked",
            "result"),
    REFUSALS_NOT_KEPT(
            Kind.COUNTER,
            "elchi_refusals_not_kept",
            "Refused requests without a record: the account's limit, a full buffer, the database",
            "cause"),
    INTAKE_WAITING(Kind.GAUGE, "elchi_intake_waiting", "Messages waiting for their commit"),
    INTAKE_BATCH(Kind.COUNTER, "elchi_intake_commits", "Acceptance commits"),
    INTAKE_SECONDS(Kind.TIMER, "elchi_intake_commit", "Duration of an acceptance commit"),

    QUEUE_DEPTH(Kind.GAUGE, "elchi_queue_depth", "Items in the queue", "queue"),
    SUBMIT_WAIT_SECONDS(Kind.TIMER, "elchi_submit_wait", "Time from acceptance to submit_sm", "operator"),
    DISPATCH_WAIT_SECONDS(
            Kind.COUNTER,
            "elchi_dispatch_wait_seconds",
            "Time that sending to an operator waited, by what for: nothing_asked, rate_limit, operator_answers,"
                    + " operator_throttles, commits, not_bound, stopped",
            "operator",
            "limited_by"),
    SUBMIT_SECONDS(Kind.TIMER, "elchi_submit", "Time from submit_sm to submit_sm_resp", "operator"),
    SUBMITTED_PARTS(Kind.COUNTER, "elchi_parts_submitted", "Parts accepted by an operator", "account", "operator"),
    SUBMIT_STATUS(
            Kind.COUNTER,
            "elchi_submit_refused",
            "submit_sm_resp with an error, by command_status",
            "operator",
            "status"),
    POSSIBLE_DUPLICATES(
            Kind.COUNTER,
            "elchi_possible_duplicates",
            "Parts sent again although the operator may have accepted them",
            "operator"),
    LINKS_BOUND(Kind.GAUGE, "elchi_links_bound", "Sessions bound", "operator"),
    WINDOW_USED(Kind.GAUGE, "elchi_window_used", "submit_sm without a response", "operator"),
    WINDOW_SIZE(Kind.GAUGE, "elchi_window_size", "Limit of submit_sm without a response", "operator"),
    LINK_DOWNS(Kind.COUNTER, "elchi_link_downs", "Sessions that ended or could not be bound", "operator"),
    OUTBIND_REFUSED(
            Kind.COUNTER,
            "elchi_outbind_refused",
            "Connections to a link with outbind that were closed before a bind",
            "operator",
            "reason"),

    OUTCOMES(Kind.COUNTER, "elchi_outcomes", "Outcomes settled, by kind", "kind"),
    SETTLE_SECONDS(Kind.TIMER, "elchi_settle", "Duration of a settlement commit"),
    FINAL_STATES(Kind.COUNTER, "elchi_messages_final", "Messages with a final state", "state"),
    DELIVERED(Kind.COUNTER, "elchi_messages_delivered", "Messages delivered", "account", "operator"),
    RECEIPT_SECONDS(
            Kind.TIMER, "elchi_receipt_settle", "Time from the arrival of a final receipt or reply to its commit"),
    DELIVERY_SECONDS(Kind.TIMER, "elchi_delivery", "Time from acceptance to the receipt of delivery"),
    RECEIPTS_UNMATCHED(
            Kind.COUNTER,
            "elchi_receipts_unmatched",
            "Receipts without a known part on arrival; they are stored",
            "operator"),
    RECEIPTS_DISAGREEING(
            Kind.COUNTER,
            "elchi_receipts_disagreeing",
            "Of these, receipts whose id belongs to messages with other numbers",
            "operator"),
    RECEIPTS_MATCHED_LATER(
            Kind.COUNTER, "elchi_receipts_matched_later", "Of these, receipts matched by a later attempt", "operator"),
    RECEIPTS_MATCHED_BY_NUMBER(
            Kind.COUNTER,
            "elchi_receipts_matched_by_number",
            "Receipts matched by numbers, for parts without a message_id",
            "operator"),
    SUBMITTED_WITHOUT_ID(
            Kind.COUNTER,
            "elchi_submitted_without_id",
            "submit_sm_resp with ESME_ROK and an empty message_id",
            "operator"),
    RECEIPTS_REPEATED(
            Kind.COUNTER, "elchi_receipts_repeated", "Receipts for parts that were final already", "operator"),
    INBOUND_COMPLETE(Kind.COUNTER, "elchi_inbound_complete", "Messages from handsets of which all parts came"),
    INBOUND_INCOMPLETE(
            Kind.COUNTER, "elchi_inbound_incomplete", "Messages from handsets that were ended without all their parts"),
    INBOUND_RESENT(
            Kind.COUNTER,
            "elchi_inbound_resent",
            "deliver_sm with a message from a handset that was stored before; it is acknowledged again"),
    INBOUND_REPLIES(Kind.COUNTER, "elchi_inbound_replies", "Automatic answers to handsets", "result"),
    UNFINISHED(Kind.GAUGE, "elchi_messages_unfinished", "Messages in memory without a final state"),
    RECOVERED(Kind.COUNTER, "elchi_messages_recovered", "Messages that the sweeper put into their queue again"),

    RESERVED(Kind.COUNTER, "elchi_reserved_units", "Money reserved, in units of the currency", "currency"),
    POSTED(Kind.COUNTER, "elchi_posted_units", "Money charged, in units of the currency", "currency"),
    RECONCILE_DIFFERENCES(
            Kind.GAUGE,
            "elchi_reconcile_differences",
            "Differences between balances, reservations, entries and messages; must be 0"),

    WEBHOOK_ATTEMPTS(Kind.COUNTER, "elchi_webhook_attempts", "Webhook attempts, by result", "result"),
    WEBHOOK_GIVEN_UP(
            Kind.COUNTER,
            "elchi_webhook_given_up",
            "Events given up: the last attempt failed, or the endpoint is disabled"),
    WEBHOOK_SECONDS(Kind.TIMER, "elchi_webhook", "Duration of a webhook attempt"),
    EVENTS_SET_ASIDE(Kind.COUNTER, "elchi_events_set_aside", "Events whose JSON could not be written; must be 0"),
    EVENTS_WRITTEN(
            Kind.COUNTER,
            "elchi_events_written",
            "Events written to the log, those of transactions that were rolled back included"),
    EVENT_FEED_OCTETS(Kind.GAUGE, "elchi_event_feed_octets", "Memory of events that wait for subscribers, in octets"),
    EVENT_FEEDS_BEHIND(
            Kind.GAUGE, "elchi_event_feeds_behind", "Subscribers that read the log later than it is written"),
    EVENT_STREAMS(Kind.GAUGE, "elchi_event_streams", "Open streams of events"),
    CONSOLE_STREAMS(Kind.GAUGE, "elchi_console_streams", "Open streams of the console and the portal"),
    TRACED_PDUS_NOT_KEPT(
            Kind.COUNTER,
            "elchi_traced_pdus_not_kept",
            "PDUs of traces without a record: the trace's limit, a full queue, the database"),
    SMPP_SERVER_BINDS(Kind.GAUGE, "elchi_smpp_server_binds", "SMPP sessions that clients have bound to this process"),
    SMPP_SERVER_LIMITED(
            Kind.GAUGE,
            "elchi_smpp_server_limited",
            "SMPP sessions of clients by what limits their rate, as `load` of `GET /v1/smpp-binds` has it",
            "direction",
            "limited_by"),
    SMPP_SERVER_BINDS_REFUSED(
            Kind.COUNTER, "elchi_smpp_server_binds_refused", "Binds of SMPP clients that were refused", "cause"),
    ENTRANCE_LOGINS_REFUSED(
            Kind.COUNTER,
            "elchi_entrance_logins_refused",
            "Requests of clients of Jasmin and Kannel whose login was refused, by cause",
            "cause"),
    CALLBACK_ATTEMPTS(
            Kind.COUNTER,
            "elchi_callback_attempts",
            "Requests to addresses of clients of Jasmin and Kannel, by result",
            "result"),
    CALLBACKS_DROPPED(
            Kind.COUNTER,
            "elchi_callbacks_dropped",
            "Requests to addresses of clients of Jasmin and Kannel that are made no more, by reason",
            "reason"),
    CALLBACKS_WAITING(
            Kind.GAUGE,
            "elchi_callbacks_waiting",
            "Requests to addresses of clients of Jasmin and Kannel that no answer has accepted"),
    SMPP_SERVER_CONNECTIONS_REFUSED(
            Kind.COUNTER,
            "elchi_smpp_server_connections_refused",
            "Connections of SMPP clients that were closed at once: too many, or too many wrong passwords"),
    SMPP_SERVER_REQUESTS_THROTTLED(
            Kind.COUNTER,
            "elchi_smpp_server_requests_throttled",
            "Requests of SMPP clients beyond a window, a rate or a memory limit, answered with ESME_RTHROTTLED"),
    SMPP_SERVER_DELIVERIES_EXPIRED(
            Kind.COUNTER,
            "elchi_smpp_server_deliveries_expired",
            "Receipts and messages of handsets that no session of their SMPP login took in time"),
    SMPP_SERVER_DELIVERIES_ABANDONED(
            Kind.COUNTER,
            "elchi_smpp_server_deliveries_abandoned",
            "Receipts and messages of handsets that an SMPP client refused for good, or ten times"),
    SMPP_SERVER_DELIVERIES_REPEATED(
            Kind.COUNTER,
            "elchi_smpp_server_deliveries_repeated",
            "deliver_sm to SMPP clients that were not acknowledged and are sent again"),
    SMPP_SERVER_PARTS_WAITING(
            Kind.GAUGE,
            "elchi_smpp_server_parts_waiting",
            "Messages of SMPP clients whose parts wait to be joined, in all processes; one process counts them, each ten"
                    + " seconds, and the others have 0"),
    SMPP_SERVER_PARTS_ENDED(
            Kind.COUNTER,
            "elchi_smpp_server_parts_ended",
            "Messages of SMPP clients whose parts waited: joined, rejected, expired, or canceled",
            "cause"),
    WEBHOOK_PENDING(Kind.GAUGE, "elchi_webhook_pending", "Events waiting for a webhook attempt"),

    ACCESS_NOT_RECORDED(
            Kind.COUNTER,
            "elchi_access_not_recorded",
            "Refusals of permission without an entry in the audit: the caller had too many in this minute, or the database failed",
            "cause"),

    JOB_SUCCEEDED(
            Kind.GAUGE,
            "elchi_job_succeeded_timestamp_seconds",
            "When this process last finished the job, in seconds since 1970; 0: never",
            "job"),
    LEASE_HELD(Kind.GAUGE, "elchi_lease_held", "1 if this process holds the lease and may act, else 0", "lease"),
    LEASE_RENEWAL_SECONDS(Kind.TIMER, "elchi_lease_renewal", "Duration of the renewal of all leases of the process"),
    SHARDS_OWNED(Kind.GAUGE, "elchi_shards_owned", "Shards whose links and messages are this process's"),
    SHARD_TAKEOVERS(Kind.COUNTER, "elchi_shard_takeovers", "Shards that this process took, the first time included"),
    SHARDS_ABANDONED(
            Kind.COUNTER,
            "elchi_shards_abandoned",
            "Shards that this process released to others because it could bind none of their links"),
    HANDOFF_HINTS(
            Kind.COUNTER,
            "elchi_handoff_hints",
            "Accepted messages announced to the owner of their shard, by result: sent, dropped, loaded",
            "result"),
    HANDOFF_FOUND(
            Kind.COUNTER,
            "elchi_handoff_found_by_sweep",
            "Messages of other processes whose hint did not come, found in the database"),
    INBOX_WAITING(
            Kind.GAUGE, "elchi_inbox_waiting", "Receipts and late answers from other processes that are being settled"),
    INBOX_DEAD(
            Kind.COUNTER,
            "elchi_inbox_dead",
            "Receipts and late answers from other processes that became dead letters"),
    INBOX_PUT(
            Kind.COUNTER,
            "elchi_inbox_put",
            "Receipts and late answers stored for the owner of their message's shard",
            "kind"),

    DB_CONNECTIONS(Kind.GAUGE, "elchi_db_connections", "Connections to PostgreSQL", "pool", "use"),
    DB_WAITING(Kind.GAUGE, "elchi_db_waiting", "Threads waiting for a connection", "pool"),
    DB_STALLS(
            Kind.COUNTER,
            "elchi_db_stalls",
            "Transactions that took longer than database.stall_after, by what they waited for: pool, lock, io, other",
            "transaction",
            "wait"),
    SNAPSHOT_AGE(
            Kind.GAUGE,
            "elchi_snapshot_age_seconds",
            "Time since the snapshot of these tables was last known to be current",
            "topic"),
    SNAPSHOT_LOADS(
            Kind.COUNTER,
            "elchi_snapshot_loads",
            "Loads of snapshots, by what was read: whole tables, or the rows that changed (difference)",
            "kind"),
    DB_FAILURES(Kind.COUNTER, "elchi_db_failures", "Transactions that failed, by kind", "kind");

    /// The kind of a metric.
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

    private final Kind kind;
    private final String meterName;
    private final String text;
    private final List<String> tags;

    Metric(Kind kind, String meterName, String text, String... tags) {
        this.kind = kind;
        this.meterName = meterName;
        this.text = text;
        this.tags = List.of(tags);
    }

    public Kind kind() {
        return kind;
    }

    String meterName() {
        return meterName;
    }

    /// As Prometheus shows it; timers have `_bucket`, `_count` and `_sum`.
    public String exposedName() {
        return switch (kind) {
            case COUNTER -> meterName + "_total";
            case TIMER -> meterName + "_seconds";
            case GAUGE -> meterName;
        };
    }

    public String text() {
        return text;
    }

    public List<String> tags() {
        return tags;
    }
}
