package io.elchi.server.messages;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.bind.annotation.BindParam;

/// The query of call detail records, as a client wrote it; null where it wrote nothing.
public record CdrQuery(
        @BindParam("account_id") Long accountId,
        @BindParam("operator_id") Long operatorId,
        @BindParam("accepted_from") Instant acceptedFrom,
        @BindParam("accepted_before") Instant acceptedBefore,
        String state,
        String to,
        @BindParam("class") String messageClass,
        String from,
        String mcc,
        String mnc,
        String reference,
        @BindParam("api_key_id") Long apiKeyId) {
    /// @throws RefusedException when a value cannot be
    public MessageSearch.CdrFilter filter() {
        return new MessageSearch.CdrFilter(
                orZero(accountId),
                orZero(operatorId),
                Dates.checked("accepted_from", acceptedFrom),
                Dates.checked("accepted_before", acceptedBefore),
                parsed(
                        "state",
                        state,
                        text -> MessageState.of(text).filter(MessageState::isFinal),
                        "must be a final state"),
                parsed("to", to, Msisdn::ofQuery, "must be a number with its country code, 7 to 15 digits"),
                parsed("class", messageClass, MessageClass::of, "there is no such class"),
                storable("from", from),
                storable("mcc", mcc),
                storable("mnc", mnc),
                storable("reference", reference),
                orZero(apiKeyId));
    }

    private static long orZero(Long id) {
        return id == null ? 0 : id;
    }

    private static String storable(String field, String text) {
        return parsed(field, text, each -> Optional.of(each).filter(StorableText::is), StorableText.RULE);
    }

    private static <T> T parsed(String field, String text, Function<String, Optional<T>> parser, String problem) {
        return text == null
                ? null
                : parser.apply(text)
                        .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, field, problem)
                                .exception());
    }
}
