package io.elchi.server.boot;

import io.elchi.server.config.ConfigReference;
import io.elchi.server.observe.Metric;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The page of limits: what may be used up, by whom, and what happens then.
final class LimitsPage {
    /// Limit; of what; setting, constant (`package.Class.NAME=value`) or field; answer; metric or nothing. A test
    /// compares the constants with the code.
    static final String ROWS = """
            # HTTP
            open connections | process | http.max_connections | further ones wait | HTTP_CONNECTIONS
            open connections | client's address | http.max_connections_per_address | closed | HTTP_CONNECTIONS_REFUSED
            octets of request line and headers | request | http.HttpConfiguration.MAX_HEADER=8192 | `malformed_request` | HTTP_REQUESTS
            headers | request | http.HttpConfiguration.MAX_HEADERS=100 | `malformed_request` | HTTP_REQUESTS
            time for the headers | request | http.header_timeout | `request_timeout` | HTTP_REQUESTS
            octets of the body | request | http.max_body | `body_too_large` | HTTP_REQUESTS
            octets of a form at `/oauth2` | request | oauth.TokenRequests.LONGEST_FORM=8192 | 413, `invalid_request` | HTTP_REQUESTS
            time for the body | request | http.body_timeout | `request_timeout` | HTTP_REQUESTS
            memory for bodies, in percent of the heap | process | http.body_memory_percent | `overloaded` | HTTP_BODIES_REFUSED
            time between requests | connection | http.idle_timeout | closed |
            characters of an Idempotency-Key | request | limits.Idempotency.MAX_KEY_LENGTH=255 | `invalid_field` | HTTP_REQUESTS
            characters of X-Reason | request | http.KeyFilter.LONGEST_REASON=500 | `invalid_field` | HTTP_REQUESTS

            # Rates
            requests a second, except sends | key | limits.requests_per_second | `rate_limited` | HTTP_REQUESTS
            changes an hour, except sends, changes of schedules and feedback; the staff has no limit | key, person or OAuth2 client | limits.changes_per_hour | `rate_limited` | HTTP_REQUESTS
            requests a second to `/oauth2` | client's address | oauth.requests_per_second | 429 | HTTP_REQUESTS
            failed authentications a minute at `/oauth2` | client's address | oauth.failures_per_minute | 429 | HTTP_REQUESTS
            tokens a second | OAuth2 client | oauth.tokens_per_second | 429 | HTTP_REQUESTS
            parts a second | account | field `rate_per_second`, 100 | `rate_limited` | REFUSED
            parts of test messages a second | account | accounts.Caller.MOST_TESTS=10 | `rate_limited` | REFUSED
            parts a second | link to an operator | field `throughput`, 0: no limit | messages wait in the operator's queue | SUBMIT_WAIT_SECONDS
            submit_sm without a response | session of a link | field `send_window`, 50 | messages wait in the operator's queue | WINDOW_USED
            refused requests a minute that are kept | account | messages.refusals_per_minute | counted only | REFUSALS_NOT_KEPT

            # Messages
            messages of a batch | request | gatewayapi.SendJson.MAX_BATCH=1000 | `invalid_field` | HTTP_REQUESTS
            characters of a text | message | gatewayapi.SendJson.MAX_TEXT=40000 | `invalid_field` | REFUSED
            characters of texts with variables | request | gatewayapi.SendJson.MAX_FILLED=1000000 | `invalid_field` | REFUSED
            variables | message | gatewayapi.SendJson.MAX_VARIABLES=50 | `invalid_field` | REFUSED
            characters of a variable | message | gatewayapi.SendJson.MAX_VALUE=500 | `invalid_field` | REFUSED
            characters of `meta` | message | gatewayapi.SendJson.MAX_META=2048 | `invalid_field` | REFUSED
            templates | account | templates.TemplateStore.MOST=200 | `conflict` | HTTP_REQUESTS
            locales | template | templates.TemplateStore.MOST_LOCALES=20 | `invalid_field` | HTTP_REQUESTS
            characters of a text | template | templates.TemplateStore.MOST_CHARACTERS=1600 | `invalid_field` | HTTP_REQUESTS
            variables | template | templates.TemplateStore.MOST_VARIABLES=20 | `invalid_field` | HTTP_REQUESTS
            rules | platform | rules.RuleStore.MOST=1000 | `conflict` | HTTP_REQUESTS
            rules whose text pattern runs for every message | platform | rules.RuleStore.MOST_OPEN=20 | `conflict` | HTTP_REQUESTS
            patterns of rules in force | platform | rules.RuleStore.MOST_PATTERNS=200 | `conflict` | HTTP_REQUESTS
            rules in force that ask services | platform | rules.RuleStore.MOST_ASKING=8 | `conflict` | RULE_DECISIONS
            decisions of a service that messages wait for | rule and process | rules.decisions_at_a_time | the rule's `on_failure` holds | RULE_DECISIONS
            characters of the words that rules look for | platform | rules.RuleStore.MOST_WORDS=100000 | `conflict` | HTTP_REQUESTS
            items of a list | rule | rules.RuleJson.MOST_ITEMS=50 | `invalid_field` | HTTP_REQUESTS
            characters of an item | rule | rules.RuleJson.MOST_CHARACTERS=64 | `invalid_field` | HTTP_REQUESTS
            characters of a text that is written | rule | rules.RuleJson.MOST_WRITTEN=300 | `invalid_field` | HTTP_REQUESTS
            characters of a pattern | rule | core.LinearPattern.MOST_CHARACTERS=200 | `invalid_field` | HTTP_REQUESTS
            instructions of a pattern | rule | core.LinearPattern.MOST_INSTRUCTIONS=1000 | `invalid_field` | HTTP_REQUESTS
            rules that match | message | rules.RuleTable.MOST_MATCHES=16 | further ones are not looked at |
            different tags of routes | platform | routing.Route.MOST_TAGS=20 | `conflict` | HTTP_REQUESTS
            octets of `data` | message | intake.BinaryData.MOST_OCTETS=4096 | `invalid_field` | REFUSED
            octets of `udh` | message | intake.BinaryData.MOST_HEADER=70 | `invalid_field` | REFUSED
            TLVs | message | intake.SendExtras.MOST_TLVS=8 | `invalid_field` | REFUSED
            octets of a TLV | message | intake.SendExtras.MOST_TLV_OCTETS=255 | `invalid_field` | REFUSED
            parts | message | field `max_parts` of the account, 10 | `too_many_parts` | REFUSED
            validity | message | intake.max_validity | `invalid_validity` | REFUSED
            time until `not_before` | message | intake.max_schedule_ahead | `invalid_field` | REFUSED
            changes of `not_before`, and replace_sm | message | intake.ScheduledMessages.MOST_MOVES=100 | `conflict` | HTTP_REQUESTS
            messages that wait for their commit | process | intake.max_waiting | `overloaded` | INTAKE_WAITING
            messages in the queue | operator | queue.outbound | `overloaded` | QUEUE_DEPTH
            messages in memory | process | tracking.max_active_messages | `overloaded` | UNFINISHED
            receipts of test messages to come | process | connectors.TestOperator.MOST_PENDING=20000 | further test messages wait in the queue | QUEUE_DEPTH
            outcomes in the queue | process | tracking.max_waiting | links send nothing meanwhile | QUEUE_DEPTH
            routes of messages from handsets | platform | inbound.InboundRoutes.MOST=10000 | `conflict` | HTTP_REQUESTS
            prices, and costs, of messages from handsets | platform | inbound.InboundPrices.MOST=10000 | `conflict` | HTTP_REQUESTS
            keywords of opt-outs and opt-ins | platform | inbound.InboundKeywords.MOST=10000 | `conflict` | HTTP_REQUESTS
            automatic answers a day | handset and account | inbound.replies_per_day | not sent | INBOUND_REPLIES
            automatic answers a day | account | inbound.replies_per_account_and_day | not sent | INBOUND_REPLIES
            automatic answers to the same text a day | handset and account | inbound.replies_to_same_text | not sent | INBOUND_REPLIES
            characters of an automatic answer | route or keyword | adminapi.InboundKeywordController.MOST_REPLY=1000 | `invalid_field` | HTTP_REQUESTS
            attempts of an automatic answer | answer | replies.ReplySender.MOST_ATTEMPTS=8 | it is `failed` | INBOUND_REPLIES
            deliver_sm that wait for their commit | session of a link | connectors.max_unanswered | ESME_RX_T_APPN |
            requests without an answer | link over HTTP | field `send_window`, 50 | messages wait in the operator's queue | WINDOW_USED
            octets of an answer over HTTP that are read | request | http.RequestClient.MOST_OF_ANSWER=65536 | the rest is not read |
            receipts | request of an operator over HTTP | connectors.http.HttpReceipts.MOST_RECEIPTS=1000 | status 400 | HTTP_REQUESTS
            requests for receipts without a right token | address and minute | connectors.http.WrongTokens.MOST_A_MINUTE=60 | status 429 instead of 404 | HTTP_REQUESTS
            addresses whose wrong tokens are counted | process | connectors.http.WrongTokens.MOST_ADDRESSES=10000 | the oldest is forgotten |
            receipts over HTTP that wait for the inbox | process without links | connectors.InboxReceipts.MOST_WAITING=10000 | status 503 | HTTP_REQUESTS
            SMPP connections | port of a process | smpp_server.max_connections | the connection is closed | SMPP_SERVER_CONNECTIONS_REFUSED
            parts that wait to be joined, missing ones included | login | smpp_parts.max_waiting_per_login | ESME_RMSGQFUL |
            parts that wait to be joined, missing ones included | all processes | smpp_parts.max_waiting | ESME_RMSGQFUL |
            octets of a part that is to be joined | part | smppserver.ClientPart.MOST_OCTETS=254 | ESME_RINVMSGLEN |
            wrong passwords | address and minute | smpp_server.max_failed_binds | the connection is closed | SMPP_SERVER_CONNECTIONS_REFUSED
            wrong passwords at the port for clients of Jasmin and Kannel | address and minute | entrances.max_failed_passwords | status 403 | ENTRANCE_LOGINS_REFUSED
            octets of a body at the port for clients of Jasmin and Kannel, before its sender is known | request | http.EntrancePort.MOST_OF_STRANGER=65536 | status 413 | HTTP_REQUESTS
            destinations of a batch of Jasmin's REST API | request | entrances.RestBatches.MOST=1000 | status 412 | HTTP_REQUESTS
            destinations of Kannel's sendsms | request | entrances.KannelApi.MOST=250 | status 400 | HTTP_REQUESTS
            octets of an address of a client of Kannel with its values | request | entrances.KannelEscapes.MOST=8192 | the request is not made | HTTP_REQUESTS
            octets of `dlr-url`, `callback_url`, `errback_url` and `inbound_url` | address | http.OutgoingUrl.MOST_OCTETS=1024 | status 400 or 412, `invalid_field` | HTTP_REQUESTS
            requests at a time to addresses of clients of Jasmin and Kannel | process | entrances.callbacks_at_a_time | further ones wait | CALLBACKS_WAITING
            requests at a time to addresses of clients of Jasmin and Kannel | account | entrances.callbacks_per_account | further ones wait | CALLBACKS_WAITING
            requests at a time to addresses of clients of Jasmin and Kannel | host | entrances.callbacks_per_host | further ones wait | CALLBACKS_WAITING
            attempts after the first one at an address of a client of Jasmin or Kannel | request | entrances.CallbackForm.MOST_RETRIES=3 | it is dropped | CALLBACKS_DROPPED
            requests to addresses of clients of Jasmin and Kannel that wait | account | entrances.CallbackPosting.MOST_WAITING=100000 | the oldest are dropped within ten minutes | CALLBACKS_DROPPED
            hours that a request to an address of a client of Jasmin or Kannel waits | request | entrances.callback_hours | it is dropped | CALLBACKS_DROPPED
            days that the address for the results of a message is kept | message | entrances.callback_days | it is forgotten | CALLBACKS_DROPPED
            SMPP logins | account | accounts.SmppLogins.MOST=100 | `conflict` | HTTP_REQUESTS
            values of data_coding, TON or NPI that are allowed | SMPP login | adminapi.SmppLoginJson.MOST_VALUES=256 | `invalid_field` | HTTP_REQUESTS
            messages whose session is remembered for their receipts | process | smppserver.SubmitOrigins.PLACES=131072 | the receipt comes in any session |
            query_sm, cancel_sm and the like per second | login and process | smppserver.SubmitQueue.REQUESTS_PER_SECOND=50 | ESME_RTHROTTLED | SMPP_SERVER_REQUESTS_THROTTLED
            receipts that wait for another attempt | login | smppserver.LoginDelivery.MOST_RETRIES=1000 | no further ones are read | SMPP_SERVER_DELIVERIES_REPEATED
            deliver_sm without an answer | session of a client | smppserver.ClientServer.DELIVERY_WINDOW=50 | no further ones are sent |
            answers with an error to a receipt | receipt | smppserver.LoginDelivery.MOST_ERRORS=10 | it is abandoned | SMPP_SERVER_DELIVERIES_ABANDONED
            octets of requests that wait, some 500 for each and its content | session of a client | smppserver.SubmitQueue.MOST_SESSION_OCTETS=1048576 | ESME_RTHROTTLED | SMPP_SERVER_REQUESTS_THROTTLED
            PDUs that are stored | trace of a link or a login | traces.PduStore.MOST_ROWS=10000 | they are counted only | TRACED_PDUS_NOT_KEPT
            octets that are stored | traced PDU | traces.PduStore.MOST_OCTETS=1024 | it is shortened |
            traced PDUs that wait to be stored | process | traces.PduRecorder.QUEUE=4096 | they are counted only | TRACED_PDUS_NOT_KEPT
            octets of them in memory | process | traces.PduRecorder.MOST_WAITING_OCTETS=16777216 | they are counted only | TRACED_PDUS_NOT_KEPT
            passwords that wait for their check | process | accounts.SmppDirectory.MOST_WAITING=200 | ESME_RSYSERR | SMPP_SERVER_BINDS_REFUSED

            # Lists
            items of a page | request | core.Page.MAX_LIMIT=500 | `invalid_field` | HTTP_REQUESTS
            intervals of a series | request | messages.FigureQuery.MOST_INTERVALS=1500 | `invalid_field` | HTTP_REQUESTS
            rows of a ranking | request | messages.FigureReports.MOST_SHOWN=100 | `invalid_field` | HTTP_REQUESTS
            records of a file | request | adminapi.CdrFile.MOST_ROWS=1000000 | `invalid_field` | HTTP_REQUESTS
            files at a time | process | adminapi.CdrController.EXPORTS_AT_ONCE=4 | `rate_limited` | HTTP_REQUESTS
            exports that run | account | exports.running | `conflict` | HTTP_REQUESTS
            exports that are kept | account | exports.kept | `conflict` | HTTP_REQUESTS
            rows | export | exports.rows | `complete` is false |
            octets | export | exports.octets | `complete` is false |
            downloads of exports at a time | process | exports.ExportDownload.DOWNLOADS=8 | `rate_limited` | HTTP_REQUESTS
            downloads of exports at a time | account | exports.ExportDownload.DOWNLOADS_OF_ACCOUNT=2 | `rate_limited` | HTTP_REQUESTS
            prices of an answer | request | intake.AccountPrices.MOST_PRICES=500 | `complete` is false |
            routes of a file that is imported | request | adminapi.RouteFile.MOST_ROWS=10000 | a problem of the file |
            prices of a file that is imported | request | adminapi.PriceFile.MOST_ROWS=10000 | a problem of the file |
            networks of a file that is imported | request | adminapi.NetworkFile.MOST_ROWS=10000 | a problem of the file |
            prefixes of a file that is imported | request | adminapi.NetworkFile.MOST_PREFIXES=100000 | a problem of the file |
            differences between versions of the routes | list | adminapi.RouteVersionController.MOST_DIFFERENCES=1000 | further ones are counted |
            searches for mistakes in the routes at a time | process | adminapi.RouteLintController.AT_ONCE=1 | `rate_limited` | HTTP_REQUESTS
            mistakes found in the routes | request | routing.RouteLint.MOST_FINDINGS=500 | `complete` is false |
            accounts that a search for mistakes in the routes looks at | request | adminapi.RouteLintController.MOST_ACCOUNTS=2000 | `complete` is false |
            decisions of a search for mistakes in the routes | request | routing.RouteLint.MOST_DECISIONS=200000 | `complete` is false |
            messages moved by a request | operator | adminapi.QueueController.MOST_MOVED=1000000 | `invalid_field` | HTTP_REQUESTS
            attempts for a receipt or late answer from another process | row | queue.Handoff.MOST_ATTEMPTS=30 | a dead letter | INBOX_DEAD
            problems of a file of routes | request | adminapi.RouteFile.MOST_PROBLEMS=100 | further ones are left out |
            things found by a search | kind | adminapi.SearchController.MOST_EACH=5 | further ones are left out |

            # People
            failures before an attempt has to wait | person from one address | identity.SignInLimits.PAIR=5 | `rate_limited` | HTTP_REQUESTS
            failures before an attempt has to wait | person | identity.SignInLimits.USER=50 | `rate_limited` | HTTP_REQUESTS
            failures before an attempt has to wait | client's address | identity.SignInLimits.ADDRESS=100 | `rate_limited` | HTTP_REQUESTS
            sign-ins an hour | person | identity.SignInHistory.MOST=60 | `rate_limited` | HTTP_REQUESTS
            passwords checked at a time | process | identity.password_checks | further ones wait |
            sessions | person | identity.sessions_per_user | the oldest ends |
            passkeys | person | identity.Passkeys.MOST=20 | `conflict` | HTTP_REQUESTS
            roles | account | identity.Roles.MOST=100 | `conflict` | HTTP_REQUESTS
            drafts that wait | person | approvals.most_open | `conflict` | HTTP_REQUESTS

            # Events
            open streams | process | events.streams | `overloaded` | EVENT_STREAMS
            open streams of pages | process | console.streams | `overloaded` | CONSOLE_STREAMS
            open streams of pages | person | console.streams_per_person | `rate_limited` | CONSOLE_STREAMS
            open streams | account | events.streams_per_account | the oldest ends, or `rate_limited` | EVENT_STREAMS
            duration of a stream | stream | events.stream_time | it ends; the client connects again |
            requests for events at a time | account | events.pulls_per_account | `rate_limited` | HTTP_REQUESTS
            events in memory | subscriber | events.feed_events | it reads the log later | EVENT_FEEDS_BEHIND
            memory for events, in octets | process | events.feed_octets | subscribers read the log later | EVENT_FEED_OCTETS
            endpoints of webhooks | account | webhooks.endpoints | `conflict` | HTTP_REQUESTS
            different `status_url` | account | webhooks.status_urls | `conflict` | REFUSED
            test events a minute, at each process | account | webhooks.tests_per_minute | `rate_limited` | HTTP_REQUESTS
            test events at a time | process | webhooks.TestEventSender.AT_ONCE=16 | `overloaded` | HTTP_REQUESTS
            events that wait for an attempt | replay | webhooks.Replays.MOST_WAITING=500 | further ones are looked for later | WEBHOOK_PENDING
            replays that are kept | endpoint | webhooks.Replays.MOST_KEPT=20 | the oldest are forgotten |
            attempts of a message in an answer | request | webhooks.MessageAttempts.MOST=200 | the newest are shown | HTTP_REQUESTS
            attempts at a time | process | webhooks.max_concurrent | events wait | WEBHOOK_PENDING
            attempts at a time | account | webhooks.max_concurrent_per_account | events wait | WEBHOOK_PENDING
            attempts at a time | endpoint | webhooks.max_concurrent_per_endpoint | events wait | WEBHOOK_PENDING
            """;

    /// `core.Page.MAX_LIMIT=500`
    private static final String CONSTANT = "[a-z]+(\\.[a-z]+)?\\.[A-Z]\\w+\\.[A-Z_]+=[0-9]+";

    private LimitsPage() {}

    /// One row.
    ///
    /// @param source where the value is set
    /// @param metric null: none counts it
    record Limit(String what, String scope, String source, String answer, Metric metric) {
        static Limit of(String row) {
            String[] cells = row.split(" *\\| *", -1);
            return new Limit(
                    cells[0], cells[1], cells[2], cells[3], cells[4].isEmpty() ? null : Metric.valueOf(cells[4]));
        }

        boolean isConstant() {
            return source.matches(CONSTANT);
        }
    }

    static List<Limit> limits() {
        return ROWS.lines().filter(line -> line.contains("|")).map(Limit::of).toList();
    }

    static String markdown() {
        Map<String, ConfigReference.Item> settings = Settings.SECTIONS.stream()
                .flatMap(section -> ConfigReference.settings(section).stream())
                .collect(Collectors.toMap(ConfigReference.Item::path, Function.identity()));
        StringBuilder page = new StringBuilder("""
                # Limits

                Each limit, with its default and the metric that shows its use. A limit without a setting is a constant of the class
                in the column, or a field of the resource. `elchi_http_requests_total` counts answers by route and status;
                `elchi_messages_refused_total` counts messages by error. Lists are read in pages. Two answers are
                longer: `GET /admin/v1/cdr` as CSV, and the export of the audit.
                """);
        for (String line : ROWS.lines().toList()) {
            if (line.startsWith("# ")) {
                page.append("\n#")
                        .append(line)
                        .append(
                                "\n\n| limit | of each | set by | default | beyond it | metric |\n|---|---|---|---|---|---|\n");
            } else if (!line.isEmpty()) {
                append(page, Limit.of(line), settings);
            }
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Limit limit, Map<String, ConfigReference.Item> settings) {
        String setBy;
        String value;
        if (limit.isConstant()) {
            setBy = "constant `" + limit.source().replaceFirst("=.*", "") + "`";
            value = limit.source().replaceFirst(".*=", "");
        } else if (limit.source().startsWith("field ")) {
            String[] parts = limit.source().split(", ", 2);
            setBy = parts[0];
            value = parts.length == 1 ? "none" : parts[1];
        } else {
            ConfigReference.Item item = settings.get(limit.source());
            if (item == null) {
                throw new IllegalStateException("there is no setting " + limit.source());
            }
            setBy = "`" + item.path() + "`";
            value = item.fallback();
        }
        page.append("| %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        limit.what(),
                        limit.scope(),
                        setBy,
                        value,
                        limit.answer(),
                        limit.metric() == null ? "" : "`" + limit.metric().exposedName() + "`"));
    }
}
