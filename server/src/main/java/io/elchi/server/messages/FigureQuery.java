package io.elchi.server.messages;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.messages.Figures.Dimension;
import io.elchi.server.messages.Figures.FigureFilter;
import io.elchi.server.messages.Figures.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.BindParam;

/// The query of figures, as a client wrote it; null where it wrote nothing.
public record FigureQuery(
        Instant from,
        Instant to,
        String step,
        String by,
        String zone,
        String network,
        @BindParam("class") String messageClass,
        String sender,
        String state,
        String error) {
    private static final Pattern PLACE =
            Pattern.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+");
    private static final Duration DEFAULT = Duration.ofDays(1);
    /// Of a series.
    private static final int MOST_INTERVALS = 1_500;

    /// @param now the end of the time when the query has none
    /// @param account 0: all
    /// @param operator 0: all
    /// @throws RefusedException when a value cannot be
    public FigureFilter filter(Instant now, long account, long operator) {
        Instant end = to == null ? now : Dates.checked("to", to);
        Instant begin = from == null ? end.minus(DEFAULT) : Dates.checked("from", from);
        if (!begin.isBefore(end)) {
            throw invalid("from", "must be before to");
        }
        return new FigureFilter(
                begin,
                end,
                account,
                operator,
                network,
                messageClass == null
                        ? null
                        : MessageClass.of(messageClass)
                                .map(MessageClass::number)
                                .orElseThrow(() -> invalid("class", "there is no such class")),
                sender,
                state == null
                        ? null
                        : MessageState.of(state)
                                .map(MessageState::text)
                                .orElseThrow(() -> invalid("state", "there is no such state")),
                error);
    }

    /// The intervals of a series: those that the query names, or the shortest of which there are not too many.
    public Interval intervals(FigureFilter filter) {
        Duration whole = Duration.between(filter.from(), filter.to());
        if (step == null) {
            return Arrays.stream(Interval.values())
                    .filter(each -> whole.dividedBy(each.length()) < MOST_INTERVALS)
                    .findFirst()
                    .orElseThrow(() -> invalid("from", "it is too long ago"));
        }
        Interval wanted = one(List.of(Interval.values()), "step", step);
        if (whole.dividedBy(wanted.length()) >= MOST_INTERVALS) {
            throw invalid("step", "there would be more than " + MOST_INTERVALS + " intervals");
        }
        return wanted;
    }

    /// null: not grouped.
    public Dimension dimension() {
        return by == null ? null : one(List.of(Dimension.values()), "by", by);
    }

    /// A zone of the tz database by its place. Java and PostgreSQL read offsets with opposite signs.
    public ZoneId zoneId() {
        if (zone == null) {
            return ZoneId.of("UTC");
        }
        if (zone.equals("UTC")
                || PLACE.matcher(zone).matches() && ZoneId.getAvailableZoneIds().contains(zone)) {
            return ZoneId.of(zone);
        }
        throw invalid("zone", "must be a zone as Asia/Tashkent");
    }

    private static <E extends Enum<E>> E one(List<E> values, String field, String text) {
        return values.stream()
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(
                        field,
                        values.stream()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ", "one of ", ""))));
    }

    private static RefusedException invalid(String field, String detail) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, detail).exception();
    }
}
