package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.RefusalLog;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.Answer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/// submit_sm with replace_if_present_flag (SMPP 3.4, 5.2.18). It replaces a message that the same login scheduled
/// with the same source address, destination address and service_type: the newest one. All values are those of the
/// new submit_sm; the id stays.
final class ReplaceIfPresent {
    private static final int UDHI = 0x40;
    /// A message that was changed meanwhile is read again.
    private static final int TRIES = 3;

    private final ScheduledMessages scheduled;
    private final RefusalLog refusals;
    private final SubmitOrigins origins;

    ReplaceIfPresent(ScheduledMessages scheduled, RefusalLog refusals, SubmitOrigins origins) {
        this.scheduled = scheduled;
        this.refusals = refusals;
        this.origins = origins;
    }

    static boolean isAsked(SubmitSm submit) {
        return submit.replaceIfPresent() != 0;
    }

    static SubmitSm withoutFlag(SubmitSm submit) {
        return isAsked(submit) ? submit.toBuilder().replaceIfPresent(0).build() : submit;
    }

    /// The request, whose message can be replaced while it is scheduled. Parts of texts cannot: all have the same
    /// addresses.
    static SendRequest replaceable(SmppLogin login, SubmitSm submit, SendRequest request) {
        return request.notBefore() == null || isPart(submit) ? request : request.replaceable(key(login, submit));
    }

    private static boolean isPart(SubmitSm submit) {
        return (submit.esmClass() & UDHI) != 0 || submit.tlvs().contains(TlvTag.SAR_MSG_REF_NUM);
    }

    private static byte[] key(SmppLogin login, SubmitSm submit) {
        String to = submit.destination().digits();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeLong(login.id());
            out.writeUTF(submit.source().digits());
            out.writeUTF(to.startsWith("+") ? to.substring(1) : to);
            out.writeUTF(submit.serviceType());
            return MessageDigest.getInstance("SHA-256").digest(octets.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param submit with the flag
    /// @return empty: there is no such message, and this is a new one
    Optional<Answer> answer(MessageRequests.Asker asker, SubmitSm submit) {
        if (submit.replaceIfPresent() != 1 || isPart(submit)) {
            return Optional.of(Answer.refuse(CommandStatus.ESME_RINVREPFLAG));
        }
        return switch (asker.reader().read(withoutFlag(submit), null)) {
            case SubmitReader.Read.Invalid(CommandStatus status) -> Optional.of(Answer.refuse(status));
            case SubmitReader.Read.Message(SendRequest request) -> replace(asker, key(asker.login(), submit), request);
        };
    }

    /// @param changes how often the message was changed
    private record Version(MessageId id, int changes) {}

    private Optional<Answer> replace(MessageRequests.Asker asker, byte[] key, SendRequest read) {
        Version before = null;
        for (int tries = 1; ; tries++) {
            Optional<MessageProgress> found =
                    scheduled.findReplaceable(asker.login().accountId(), key);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            MessageProgress present = found.get();
            Version version = new Version(present.message().id(), present.count(EventKind.RESCHEDULED));
            if (version.equals(before)) {
                // Nobody has changed it: it cannot be replaced at all.
                return Optional.of(Answer.refuse(CommandStatus.ESME_RREPLACEFAIL));
            }
            SendRequest request = read.at(soonest(read.notBefore()));
            try {
                scheduled.replace(
                        asker.caller(),
                        present,
                        request,
                        "smpp login " + asker.login().id());
                return Optional.of(replaced(asker, present, request));
            } catch (RefusedException e) {
                if (e.refusal().failure() != Failure.CONFLICT || tries == TRIES) {
                    return Optional.of(refused(asker, request, e.refusal()));
                }
                before = version;
            }
        }
    }

    /// One that is to be sent at once is sent as soon as a scheduled message can be.
    private Instant soonest(Instant asked) {
        Instant soonest = scheduled.soonest();
        return asked == null || asked.isBefore(soonest) ? soonest : asked;
    }

    private Answer replaced(MessageRequests.Asker asker, MessageProgress present, SendRequest request) {
        asker.accepted().increment();
        if (request.extras().delivery().registeredDelivery() > 0) {
            origins.submitted(present.message().id(), asker.bindId());
        }
        return Answer.ok(new SubmitSmResp(MessageIdForm.write(
                present.message().id(), asker.login().delivery().ids())));
    }

    private Answer refused(MessageRequests.Asker asker, SendRequest request, Refusal refusal) {
        refusals.add(
                new RefusalLog.Source(asker.caller().account().id(), 0, asker.correlationId()),
                refusal,
                request.to(),
                request.from());
        return Answer.refuse(
                refusal.failure() == Failure.CONFLICT
                        ? CommandStatus.ESME_RREPLACEFAIL.code()
                        : refusal.failure().smppStatus());
    }
}
