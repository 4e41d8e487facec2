package io.elchi.server.smppserver;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.ReceiptStates;
import io.elchi.server.messages.RefusalLog;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DestinationAddress;
import io.elchi.smpp.pdu.QuerySm;
import io.elchi.smpp.pdu.QuerySmResp;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitMultiResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.UnsuccessSme;
import io.elchi.smpp.session.Answer;
import io.elchi.smstext.time.SmppTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Requests of clients beside data_sm and submit_sm without replace_if_present_flag. They are few, and each has a
/// transaction of its own.
final class MessageRequests {
    private final Intake intake;
    private final MessageStore messages;
    private final ScheduledMessages scheduled;
    private final PartEndings parts;
    private final RefusalLog refusals;
    private final MessageIds ids;
    private final SubmitOrigins origins;
    private final ReplaceIfPresent present;

    /// Where messages are, and parts of messages.
    record Stores(MessageStore messages, ScheduledMessages scheduled, PartEndings parts) {}

    MessageRequests(Stores stores, Intake intake, RefusalLog refusals, MessageIds ids, SubmitOrigins origins) {
        this.intake = intake;
        messages = stores.messages;
        scheduled = stores.scheduled;
        parts = stores.parts;
        this.refusals = refusals;
        this.ids = ids;
        this.origins = origins;
        present = new ReplaceIfPresent(scheduled, refusals, origins);
    }

    SubmitOrigins origins() {
        return origins;
    }

    /// Who asks.
    ///
    /// @param bindId of its session
    /// @param accepted counts the messages of submit_multi
    record Asker(
            Caller caller,
            SmppLogin login,
            SubmitReader reader,
            long bindId,
            String correlationId,
            LongAdder accepted) {}

    /// @return null: the request is a new message
    Answer answer(Asker asker, Request<?> request) throws InterruptedException {
        return switch (request) {
            case QuerySm query -> query(asker.login, query);
            case CancelSm cancel -> cancel(asker.login, cancel);
            case SubmitMulti multi -> submit(asker, multi);
            case ReplaceSm replace -> replace(asker, replace);
            case SubmitSm submit -> present.answer(asker, submit).orElse(null);
            default -> Answer.refuse(CommandStatus.ESME_RINVCMDID);
        };
    }

    /// SMPP 3.4, 4.8: the state of one message of the account.
    private Answer query(SmppLogin login, QuerySm query) {
        Optional<MessageId> id = MessageIdForm.read(query.messageId());
        Optional<MessageView> found =
                id.flatMap(each -> messages.view(login.accountId(), each).or(() -> joined(login.accountId(), each)));
        if (found.isEmpty()) {
            return id.flatMap(each -> parts.find(login.accountId(), each))
                    .map(row -> Answer.ok(ofPart(query, row)))
                    .orElseGet(() -> Answer.refuse(CommandStatus.ESME_RINVMSGID));
        }
        MessageView view = found.get();
        return Answer.ok(new QuerySmResp(
                query.messageId(),
                view.endedAt() == null ? "" : time(view.endedAt()),
                ReceiptStates.of(view.state()).code(),
                errorCode(view),
                Tlvs.NONE));
    }

    private static String time(Instant time) {
        return SmppTime.Absolute.of(time, ZoneOffset.UTC).text();
    }

    /// The message that was joined of a part and others.
    private Optional<MessageView> joined(long accountId, MessageId part) {
        int number = PartIds.number(part);
        return number == 0
                ? Optional.empty()
                : messages.view(accountId, PartIds.set(part))
                        .filter(view -> view.message().options().joinedParts().size() >= number);
    }

    /// A part that waits, or became no message.
    private static QuerySmResp ofPart(QuerySm query, PartSet.Row row) {
        MessageState state = switch (row.state()) {
            case WAITING, JOINING, JOINED -> MessageState.ACCEPTED;
            case REJECTED -> MessageState.REJECTED;
            case EXPIRED -> MessageState.EXPIRED;
            case CANCELED -> MessageState.CANCELED;
        };
        return new QuerySmResp(query.messageId(), "", ReceiptStates.of(state).code(), 0, Tlvs.NONE);
    }

    /// One octet, whose meaning the specification leaves open: the operator's number, if it is one that fits.
    private static int errorCode(MessageView view) {
        String code = view.errorCode();
        if (code == null || !code.matches("[0-9]{1,3}")) {
            return 0;
        }
        int number = Integer.parseInt(code);
        return number > 255 ? 0 : number;
    }

    /// SMPP 3.4, 4.9: a message that is scheduled. One that waits for its operator may have been sent at any time.
    private Answer cancel(SmppLogin login, CancelSm cancel) {
        Optional<MessageId> id = MessageIdForm.read(cancel.messageId());
        if (id.isEmpty()) {
            return Answer.refuse(
                    cancel.messageId().isEmpty() ? CommandStatus.ESME_RCANCELFAIL : CommandStatus.ESME_RINVMSGID);
        }
        CommandStatus status = cancel(login, id.get());
        if (status == CommandStatus.ESME_RINVMSGID) {
            status = cancelJoined(login, id.get());
        }
        return status == CommandStatus.ESME_ROK ? Answer.ok() : Answer.refuse(status);
    }

    private CommandStatus cancel(SmppLogin login, MessageId id) {
        try {
            scheduled.cancel(login.accountId(), id, "smpp login " + login.id());
            return CommandStatus.ESME_ROK;
        } catch (RefusedException e) {
            return e.refusal().failure() == Failure.NOT_FOUND
                    ? CommandStatus.ESME_RINVMSGID
                    : CommandStatus.ESME_RCANCELFAIL;
        }
    }

    /// By the id of a part: the whole message.
    private CommandStatus cancelJoined(SmppLogin login, MessageId part) {
        if (joined(login.accountId(), part).isPresent()) {
            return cancel(login, PartIds.set(part));
        }
        if (parts.find(login.accountId(), part).isEmpty()) {
            return CommandStatus.ESME_RINVMSGID;
        }
        return parts.cancel(login.accountId(), part) ? CommandStatus.ESME_ROK : CommandStatus.ESME_RCANCELFAIL;
    }

    /// SMPP 3.4, 4.10: another text, time or validity of a scheduled message.
    private Answer replace(Asker asker, ReplaceSm replace) {
        Optional<MessageId> id = MessageIdForm.read(replace.messageId());
        if (id.isEmpty()) {
            return Answer.refuse(CommandStatus.ESME_RINVMSGID);
        }
        MessageProgress progress;
        try {
            progress = scheduled.find(asker.login.accountId(), id.get());
        } catch (RefusedException ignored) {
            long account = asker.login.accountId();
            boolean isPart = joined(account, id.get()).isPresent()
                    || parts.find(account, id.get()).isPresent();
            return Answer.refuse(isPart ? CommandStatus.ESME_RREPLACEFAIL : CommandStatus.ESME_RINVMSGID);
        }
        Message message = progress.message();
        MessageReplacement replacement = new MessageReplacement(message, replace);
        if (!replacement.isAllowed(asker.login)) {
            return Answer.refuse(CommandStatus.ESME_RREPLACEFAIL);
        }
        return switch (asker.reader.read(
                replacement.submit(), message.clientData().reference())) {
            case SubmitReader.Read.Invalid(CommandStatus status) -> Answer.refuse(status);
            case SubmitReader.Read.Message(SendRequest read) ->
                replace(asker, progress, replace, replacement.request(read));
        };
    }

    private Answer replace(Asker asker, MessageProgress progress, ReplaceSm replace, SendRequest request) {
        CommandStatus wrongTime = replace.scheduleDeliveryTime().isEmpty()
                ? CommandStatus.ESME_RREPLACEFAIL
                : CommandStatus.ESME_RINVSCHED;
        if (request == null) {
            return Answer.refuse(wrongTime);
        }
        try {
            scheduled.replace(asker.caller, progress, request, "smpp login " + asker.login.id());
            return Answer.ok();
        } catch (RefusedException e) {
            Refusal refusal = e.refusal();
            refusals.add(
                    new RefusalLog.Source(asker.caller.account().id(), 0, asker.correlationId),
                    refusal,
                    request.to(),
                    request.from());
            return switch (refusal.failure()) {
                case CONFLICT -> Answer.refuse(CommandStatus.ESME_RREPLACEFAIL);
                case INVALID_FIELD -> Answer.refuse(wrongTime);
                default -> Answer.refuse(refusal.failure().smppStatus());
            };
        }
    }

    /// SMPP 3.4, 4.5. The destinations are messages of their own with one id in their receipts, that of the answer.
    private Answer submit(Asker asker, SubmitMulti multi) throws InterruptedException {
        if (multi.destinations().isEmpty()) {
            return Answer.refuse(CommandStatus.ESME_RINVNUMDESTS);
        }
        String id = MessageIdForm.write(ids.next(), asker.login.delivery().ids());
        List<Address> asked = new ArrayList<>();
        List<SendRequest> requests = new ArrayList<>();
        for (DestinationAddress destination : multi.destinations()) {
            if (!(destination instanceof DestinationAddress.SmeAddress(Address address))) {
                return Answer.refuse(CommandStatus.ESME_RINVDLNAME);
            }
            switch (asker.reader.read(single(multi, address), id)) {
                case SubmitReader.Read.Invalid(CommandStatus status) -> {
                    return Answer.refuse(status);
                }
                case SubmitReader.Read.Message(SendRequest request) -> {
                    asked.add(address);
                    requests.add(request);
                }
            }
        }
        List<SendResult> results = intake.send(asker.caller, requests, asker.correlationId, null);
        List<UnsuccessSme> failed = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case SendResult.Accepted done -> {
                    asker.accepted.increment();
                    origins.submitted(done.message().id(), asker.bindId);
                }
                case SendResult.Refused(Refusal refusal) -> {
                    failed.add(new UnsuccessSme(asked.get(i), refusal.failure().smppStatus()));
                    refusals.add(
                            new RefusalLog.Source(asker.caller.account().id(), 0, asker.correlationId),
                            refusal,
                            requests.get(i).to(),
                            requests.get(i).from());
                }
            }
        }
        return Answer.ok(new SubmitMultiResp(id, failed, Tlvs.NONE));
    }

    private static SubmitSm single(SubmitMulti multi, Address destination) {
        return new SubmitSm(
                multi.serviceType(),
                multi.source(),
                destination,
                multi.esmClass(),
                multi.protocolId(),
                multi.priorityFlag(),
                multi.scheduleDeliveryTime(),
                multi.validityPeriod(),
                multi.registeredDelivery(),
                multi.replaceIfPresent(),
                multi.dataCoding(),
                multi.smDefaultMsgId(),
                multi.shortMessage(),
                multi.tlvs());
    }
}
