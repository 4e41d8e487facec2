package io.elchi.server.smppserver;

import java.time.Instant;

/// Sessions of clients as JSON, for their own view and for the platform's.
public final class BindJson {
    private static final double TENTHS = 10;
    private static final double MICROS = 1_000_000;

    private BindJson() {}

    /// A session that a client has bound.
    ///
    /// @param load null: not measured yet
    public record BindView(
            long id,
            long loginId,
            String systemId,
            String processId,
            String mode,
            String address,
            String smppVersion,
            boolean encrypted,
            Instant boundAt,
            TrafficView traffic,
            LoadView load) {
        public static BindView of(Binds.BindRow bind, String systemId) {
            Binds.Traffic traffic = bind.traffic();
            return new BindView(
                    bind.id(),
                    bind.loginId(),
                    systemId,
                    bind.processId().toString(),
                    bind.mode(),
                    bind.address(),
                    bind.version(),
                    bind.encrypted(),
                    bind.boundAt(),
                    new TrafficView(
                            traffic.submits(),
                            traffic.accepted(),
                            traffic.throttled(),
                            traffic.inProgress(),
                            traffic.deliveries(),
                            traffic.acknowledged(),
                            traffic.unanswered()),
                    bind.load() == null ? null : LoadView.of(bind.load()));
        }
    }

    /// Counters of a session since its bind.
    ///
    /// @param inProgress requests of the client without an answer
    /// @param unanswered deliver_sm without an answer
    public record TrafficView(
            long submits,
            long accepted,
            long throttled,
            int inProgress,
            long deliveries,
            long acknowledged,
            int unanswered) {}

    /// As of [BindLoad].
    public record LoadView(double seconds, UseView submits, UseView receipts) {
        static LoadView of(BindLoad load) {
            return new LoadView(
                    tenths(load.submits().micros() / MICROS),
                    UseView.of(load.submits(), load.submitsLimitedBy()),
                    UseView.of(load.receipts(), load.receiptsLimitedBy()));
        }
    }

    /// As of [WindowUse].
    public record UseView(
            String limitedBy,
            int window,
            double inUse,
            int fullPercent,
            double perSecond,
            Double responseMs,
            Double ceilingPerSecond,
            long overWindow,
            long overRate) {
        static UseView of(WindowUse use, BindLoad.LimitedBy limitedBy) {
            return new UseView(
                    limitedBy.text(),
                    use.window(),
                    tenths(use.inUse()),
                    use.fullPercent(),
                    tenths(use.perSecond()),
                    use.responseMillis() == null ? null : tenths(use.responseMillis()),
                    use.ceilingPerSecond() == null ? null : tenths(use.ceilingPerSecond()),
                    use.overWindow(),
                    use.overRate());
        }
    }

    private static double tenths(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
