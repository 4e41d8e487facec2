package io.elchi.server.messages;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.bind.annotation.BindParam;

/// The query of a list of messages, as a client wrote it; null where it wrote nothing.
public record MessageQuery(
        String state,
        @BindParam("class") String messageClass,
        String to,
        String from,
        String reference,
        @BindParam("template_id") Long templateId,
        @BindParam("accepted_from") Instant acceptedFrom,
        @BindParam("accepted_before") Instant acceptedBefore) {
    /// @param account 0: all
    /// @param operator 0: all
    /// @throws RefusedException when a value cannot be
    public MessageList.MessageFilter filter(long account, long operator) {
        return new MessageList.MessageFilter(
                account,
                operator,
                Dates.checked("accepted_from", acceptedFrom),
                Dates.checked("accepted_before", acceptedBefore),
                parsed("state", state, MessageState::of, "there is no such state"),
                parsed("class", messageClass, MessageClass::of, "there is no such class"),
                parsed("to", to, Msisdn::ofQuery, "must be a number with its country code, 7 to 15 digits"),
                from,
                reference,
                templateId == null ? 0 : templateId);
    }

    private static <T> T parsed(String field, String text, Function<String, Optional<T>> parser, String problem) {
        return text == null
                ? null
                : parser.apply(text)
                        .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, field, problem)
                                .exception());
    }
}
