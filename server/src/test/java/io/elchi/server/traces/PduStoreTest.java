package io.elchi.server.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.TracedPdu;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PduStoreTest {
    private static final long OPERATOR = 3;
    private static final PduSearch.PduFilter ALL = new PduSearch.PduFilter(null, null);

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long links;

    @AutoClose
    private final Metrics metrics = new Metrics();

    private final ManualClock clock = ManualClock.atMidnight();
    private final Database database = DATABASE.database();
    private final PduStore store = new PduStore(database, 20);
    private final PduSearch search = new PduSearch(database);
    private final PduTrace trace =
            PduTrace.ofLink(++links, OPERATOR, clock.now().plus(Duration.ofMinutes(10)));

    private static TracedPdu pdu(boolean sent, int sequence, Pdu pdu) {
        return new TracedPdu(sent, 0, sequence, pdu, true, null, "00" + "**".repeat(10));
    }

    private PduTraces.TracedEntry entry(PduTrace of, TracedPdu pdu, PduIds ids) {
        return new PduTraces.TracedEntry(of, "smpp-1", clock.now(), pdu, ids);
    }

    private List<PduTraces.TracedEntry> submits(PduTrace of, int count) {
        List<PduTraces.TracedEntry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            entries.add(entry(of, pdu(true, i, SubmitSm.builder().build()), PduIds.NONE));
        }
        return entries;
    }

    private List<StoredPdu> stored(PduTrace of) {
        return search.ofLink(of.linkId(), ALL, null, 500).items();
    }

    @Test
    void arePagedNewestFirstAndFiltered() {
        MessageId message = MessageId.firstAt(clock.now());
        List<PduTraces.TracedEntry> entries = new ArrayList<>(submits(trace, 5));
        entries.add(entry(trace, pdu(false, 5, new SubmitSmResp("a1")), new PduIds(message, 2, "A1", "a1")));
        store.add(Map.of(trace, 0L), entries, clock.now());
        var first = search.ofLink(trace.linkId(), ALL, null, 4);
        assertThat(first.items()).extracting(StoredPdu::command).startsWith("submit_sm_resp", "submit_sm");
        var second = search.ofLink(trace.linkId(), ALL, first.next(), 4);
        assertThat(second.items()).extracting(StoredPdu::sequence).containsExactly(2L, 1L);
        assertThat(second.next()).isNull();
        assertThat(search.ofLink(trace.linkId(), new PduSearch.PduFilter(null, "submit_sm"), null, 10)
                        .items())
                .hasSize(5);
        StoredPdu answer = search.ofLink(trace.linkId(), new PduSearch.PduFilter(message.uuid(), null), null, 10)
                .items()
                .getFirst();
        assertThat(answer.part()).isEqualTo(2);
        assertThat(answer.operatorMessageId()).isEqualTo("A1");
        assertThat(answer.status()).isEqualTo("ESME_ROK (0x00)");
        assertThat(answer.fields()).isEqualTo("[{\"name\":\"message_id\",\"value\":\"a1\"}]");
        assertThat(answer.process()).isEqualTo(database.processId());
    }

    /// A receipt brings the operator's id in another form than the response.
    @Test
    void aMessageHasItsReceiptsAndNoOthers() {
        MessageId message = MessageId.firstAt(clock.now());
        Pdu receipt = DeliverSm.builder().build();
        store.add(
                Map.of(trace, 0L),
                List.of(
                        entry(trace, pdu(true, 1, SubmitSm.builder().build()), new PduIds(message, 1, null, null)),
                        entry(trace, pdu(false, 1, new SubmitSmResp("1F")), new PduIds(message, 1, "1F", "31")),
                        entry(trace, pdu(false, 7, receipt), new PduIds(null, 0, "0031", "31")),
                        entry(trace, pdu(false, 8, receipt), new PduIds(null, 0, "0032", "32")),
                        entry(trace, pdu(false, 9, receipt), new PduIds(null, 0, "x9", "x9"))),
                clock.now());
        assertThat(ofMessage(message, List.of()).pdus())
                .extracting(StoredPdu::sequence)
                .containsExactly(1L, 1L, 7L);
        assertThat(ofMessage(message, List.of(new PduSearch.OperatorMessage(OPERATOR, "x9")))
                        .pdus())
                .as("it was submitted before the trace began")
                .extracting(StoredPdu::sequence)
                .containsExactly(1L, 1L, 7L, 9L);
        assertThat(ofMessage(message, List.of(new PduSearch.OperatorMessage(OPERATOR + 1, "x9")))
                        .pdus())
                .hasSize(3);
    }

    private PduSearch.MessagePdus ofMessage(MessageId message, List<PduSearch.OperatorMessage> ids) {
        return search.ofMessage(new PduSearch.TracedMessage(
                message.uuid(), List.of(OPERATOR), ids, clock.now().minusSeconds(1), clock.now()));
    }

    @Test
    void saysWhetherALinkOfTheOperatorWasTraced() {
        long operator = 1_000 + trace.linkId();
        PduTrace own = PduTrace.ofLink(trace.linkId(), operator, trace.until());
        assertThat(isTraced(operator, clock.now())).isFalse();
        store.add(Map.of(own, 0L), List.of(), clock.now());
        assertThat(isTraced(operator, clock.now())).isTrue();
        assertThat(isTraced(operator, clock.now().minusSeconds(60)))
                .as("before it began")
                .isFalse();
        store.end(own, clock.now().plusSeconds(5));
        assertThat(isTraced(operator, clock.now().plusSeconds(4))).isTrue();
        assertThat(isTraced(operator, clock.now().plusSeconds(6))).isFalse();
    }

    /// A message that took a second.
    private boolean isTraced(long operator, Instant at) {
        return search.ofMessage(new PduSearch.TracedMessage(
                        MessageId.firstAt(at).uuid(), List.of(operator), List.of(), at, at.plusSeconds(1)))
                .traced();
    }

    @Test
    void aTraceHasALimitedNumberOfRowsInAllProcesses() throws Exception {
        // Two processes at a time, of one database.
        PduStore other = new PduStore(database, 20);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> without = new ArrayList<>();
            for (PduStore each : List.of(store, other, store, other)) {
                without.add(threads.submit(() -> each.add(Map.of(trace, 0L), submits(trace, 9), clock.now())));
            }
            int sum = 0;
            for (Future<Integer> each : without) {
                sum += each.get();
            }
            assertThat(sum).isEqualTo(16);
        }
        assertThat(stored(trace)).hasSize(20);
        assertThat(search.missing(trace.linkId())).isEqualTo(16);
        PduTrace longer =
                PduTrace.ofLink(trace.linkId(), OPERATOR, trace.until().plusSeconds(60));
        store.add(Map.of(longer, 0L), submits(longer, 1), clock.now());
        assertThat(stored(trace)).as("another trace has rows of its own").hasSize(21);
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsMissing() throws Exception {
        PduRecorder recorder = new PduRecorder(store, clock, metrics, 3);
        submits(trace, 5).forEach(recorder::add);
        recorder.begin(trace);
        Await.until("it is stored", () -> stored(trace).size() == 3 && search.missing(trace.linkId()) == 2);
        assertThat(metrics.scrape()).contains(Metric.TRACED_PDUS_NOT_KEPT.exposedName() + " 2");
        submits(trace, 2).forEach(recorder::add);
        recorder.close();
        assertThat(stored(trace)).as("what waits is stored at the end").hasSize(5);
    }

    @Test
    void anUnreachableDatabaseCostsPdusAndNothingElse() throws Exception {
        TestDatabase gone = TestDatabase.fresh();
        PduRecorder recorder = new PduRecorder(new PduStore(gone.database()), clock, metrics, 3);
        gone.close();
        recorder.write(submits(trace, 2));
        assertThat(metrics.scrape()).contains(Metric.TRACED_PDUS_NOT_KEPT.exposedName() + " 2");
    }

    @Test
    void theyAreForgottenAfterADay() {
        store.add(Map.of(trace, 2L), submits(trace, 3), clock.now());
        clock.advance(Duration.ofHours(23));
        store.forget(clock.now());
        assertThat(stored(trace)).hasSize(3);
        clock.advance(Duration.ofHours(2));
        store.forget(clock.now());
        assertThat(stored(trace)).isEmpty();
        assertThat(search.missing(trace.linkId())).isZero();
    }

    @Test
    void longPdusAreShortened() {
        Octets text = Octets.of("The code is 7351", StandardCharsets.US_ASCII);
        TracedPdu big = new TracedPdu(
                true, 0, 1, SubmitSm.builder().shortMessage(text).build(), true, null, "ab".repeat(1_500));
        store.add(Map.of(trace, 0L), List.of(entry(trace, big, PduIds.NONE)), clock.now());
        StoredPdu row = stored(trace).getFirst();
        assertThat(row.shortened()).isTrue();
        assertThat(row.octets()).hasSize(2 * PduStore.MOST_OCTETS);
        assertThat(row.fields())
                .contains("{\"name\":\"short_message\",\"value\":\"16 octets\"}")
                .doesNotContain("7351");
    }

    /// An operator may send an id of any length in a TLV.
    @Test
    void anIdThatNoIndexTakesKeepsNoOtherFromBeingStored() {
        String random = new Random(7)
                .ints(20_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        List<PduTraces.TracedEntry> entries = new ArrayList<>(submits(trace, 1));
        entries.add(entry(trace, pdu(false, 2, new SubmitSmResp("a1")), new PduIds(null, 0, random, random)));
        store.add(Map.of(trace, 0L), entries, clock.now());
        assertThat(stored(trace)).hasSize(2);
    }

    @Test
    void largePdusThatWaitAreBoundedByTheirOctets() {
        try (PduRecorder recorder = new PduRecorder(store, clock, metrics)) {
            TracedPdu large = new TracedPdu(
                    false,
                    0,
                    1,
                    SubmitSm.builder().build(),
                    true,
                    null,
                    "**".repeat(PduRecorder.MOST_WAITING_OCTETS / 8));
            // Nothing takes them: the writer begins with a trace.
            for (int i = 0; i < 10; i++) {
                recorder.add(entry(trace, large, PduIds.NONE));
            }
            assertThat(metrics.scrape()).contains(Metric.TRACED_PDUS_NOT_KEPT.exposedName() + " 8");
        }
    }
}
