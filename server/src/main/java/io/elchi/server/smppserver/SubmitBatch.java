package io.elchi.server.smppserver;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.messages.RefusalLog;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The submit_sm and data_sm that a session takes to the intake at once: in one transaction, and in one before it
/// when there are parts that are to be joined. None has a replace_if_present_flag that finds a message.
final class SubmitBatch {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitBatch.class);

    private final SubmitQueue.Parts parts;
    private final Session session;
    private final List<Entry> entries = new ArrayList<>();

    /// The session that they came in.
    ///
    /// @param joining null: parts go as they are
    /// @param accepted counts those that were answered with ESME_ROK
    /// @param refused is told each other failure
    record Session(
            Caller caller,
            SmppLogin login,
            SubmitReader reader,
            ClientPartReader joining,
            long bindId,
            String correlationId,
            LongAdder accepted,
            Consumer<Failure> refused) {}

    SubmitBatch(SubmitQueue.Parts parts, Session session) {
        this.parts = parts;
        this.session = session;
    }

    /// One of them, and what is known of it so far.
    private static final class Entry {
        private final Exchange exchange;
        /// null: it is in order so far.
        private CommandStatus status;
        /// null: it is no part that is to be joined.
        private ClientPart part;
        /// The id that it is answered with; null: that of its message.
        private MessageId id;
        /// null: its message is not complete.
        private PartSets.CompleteSet set;
        /// null: nothing goes to the intake for it.
        private SendRequest request;
        private SendResult result;

        Entry(Exchange exchange) {
            this.exchange = exchange;
        }
    }

    /// @return what answers them, in order
    List<Runnable> submit(List<Exchange> batch) throws InterruptedException {
        boolean hasParts = false;
        for (Exchange exchange : batch) {
            Entry entry = read(exchange);
            hasParts |= entry.part != null;
            entries.add(entry);
        }
        if (hasParts) {
            store();
        }
        send();
        if (hasParts) {
            tryToEndRefused();
        }
        List<Runnable> answers = new ArrayList<>(batch.size());
        for (Entry entry : entries) {
            answers.add(() -> answer(entry));
        }
        return answers;
    }

    /// What was accepted is answered as accepted, whatever comes of this: the claims of these sets end by themselves,
    /// and
    /// another run ends the sets.
    private void tryToEndRefused() {
        try {
            endRefused();
        } catch (RuntimeException e) {
            LOG.warn("sets of parts that were refused are ended later: {}", e.getMessage());
        }
    }

    private Entry read(Exchange exchange) {
        Entry entry = new Entry(exchange);
        SubmitSm submit = exchange.request() instanceof DataSm data
                ? SubmitReader.submit(data)
                : ReplaceIfPresent.withoutFlag((SubmitSm) exchange.request());
        if (session.joining != null) {
            switch (session.joining.read(submit)) {
                case ClientPartReader.PartRead.Found(ClientPart part) -> entry.part = part;
                case ClientPartReader.PartRead.Wrong(CommandStatus status) -> entry.status = status;
                case ClientPartReader.PartRead.None() -> whole(entry, submit);
            }
        } else {
            whole(entry, submit);
        }
        return entry;
    }

    private void whole(Entry entry, SubmitSm submit) {
        switch (session.reader.read(submit, null)) {
            case SubmitReader.Read.Invalid(CommandStatus status) -> entry.status = status;
            case SubmitReader.Read.Message(SendRequest request) ->
                entry.request = ReplaceIfPresent.replaceable(session.login, submit, request);
        }
    }

    private void store() {
        List<Entry> withPart =
                entries.stream().filter(entry -> entry.part != null).toList();
        List<PartSets.Kept> kept = parts.sets()
                .store(session.login, withPart.stream().map(entry -> entry.part).toList());
        for (int i = 0; i < kept.size(); i++) {
            Entry entry = withPart.get(i);
            switch (kept.get(i)) {
                case PartSets.Kept.Stored(MessageId id) -> entry.id = id;
                case PartSets.Kept.Refused(CommandStatus status) -> entry.status = status;
                case PartSets.Kept.Complete(MessageId id, PartSets.CompleteSet set) -> {
                    entry.id = id;
                    entry.set = set;
                    entry.request = session.reader.joined(set.parts(), set.message(parts.sets()));
                }
            }
        }
    }

    private void send() throws InterruptedException {
        List<Entry> wanted =
                entries.stream().filter(entry -> entry.request != null).toList();
        if (wanted.isEmpty()) {
            return;
        }
        List<SendResult> results = parts.intake()
                .send(
                        session.caller,
                        wanted.stream().map(entry -> entry.request).toList(),
                        session.correlationId,
                        null);
        for (int i = 0; i < results.size(); i++) {
            Entry entry = wanted.get(i);
            entry.result = results.get(i);
            if (entry.set != null && entry.result instanceof SendResult.Accepted) {
                parts.endings().count(PartSet.State.JOINED, 1);
            }
            if (entry.result instanceof SendResult.Accepted done
                    && entry.request.extras().delivery().registeredDelivery() > 0) {
                parts.messages().origins().submitted(done.message().id(), session.bindId);
            }
        }
    }

    private void endRefused() {
        List<PartEndings.NotAccepted> refused = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.set != null
                    && entry.result instanceof SendResult.Refused(Refusal refusal)
                    // Whether it is accepted will be seen when the claim is over.
                    && refusal.failure() != Failure.OUTCOME_UNKNOWN) {
                refused.add(new PartEndings.NotAccepted(
                        entry.set, refusal.failure().smppStatus(), PartEndings.mayComeAgain(refusal.failure())));
            }
        }
        parts.endings().notAccepted(refused);
    }

    private void answer(Entry entry) {
        if (entry.status != null) {
            entry.exchange.refuse(entry.status);
            return;
        }
        switch (entry.result) {
            case SendResult.Accepted done ->
                accept(entry, entry.id == null ? done.message().id() : entry.id);
            case SendResult.Refused(Refusal refusal) -> {
                session.refused.accept(refusal.failure());
                entry.exchange.respond(
                        refusal.failure().smppStatus(), entry.exchange.request().emptyResponse());
                parts.refusals()
                        .add(
                                new RefusalLog.Source(session.caller.account().id(), 0, session.correlationId),
                                refusal,
                                entry.request.to(),
                                entry.request.from());
            }
            case null -> accept(entry, entry.id);
        }
    }

    private void accept(Entry entry, MessageId id) {
        session.accepted.increment();
        String text = MessageIdForm.write(id, session.login.delivery().ids());
        entry.exchange.respond(
                entry.exchange.request() instanceof DataSm ? new DataSmResp(text) : new SubmitSmResp(text));
    }
}
