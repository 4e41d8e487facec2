package io.elchi.server.connectors;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The sizes of the connectors.
public record ConnectorsProperties(
        @Setting(
                value = "threads for the I/O of links; 0: one per processor",
                is = "0",
                min = 0,
                max = 64,
                local = true)
        int eventLoops,

        @Setting(
                value = "maximum of receipts and messages of a session that wait for their commit; further ones are"
                        + " refused with ESME_RX_T_APPN, so that the operator sends them again",
                is = "1000",
                min = 1,
                max = 65_536)
        int maxUnanswered,

        @Setting(value = "time that a stopping link waits for missing responses", is = "5s", min = 100, max = 60_000)
        Duration drain,

        @Setting(
                value = "time for which a link must be up or down before an event tells it",
                is = "5s",
                min = 0,
                max = 600_000)
        Duration linkEventDelay,

        @Setting(
                value = "least time between two events about the same link or the same operator",
                is = "30s",
                min = 0,
                max = 86_400_000)
        Duration linkEventInterval,

        @Setting(
                value =
                        "address of this server's public port as operators reach it, `https://sms.example`; links over HTTP"
                                + " name it as the place of their receipts; empty: unknown",
                is = "")
        String receiptUrl) {
    /// @throws IllegalArgumentException if the address has another form
    public ConnectorsProperties {
        if (!receiptUrl.matches("(https?://[A-Za-z0-9.:\\[\\]-]{1,253}(/[A-Za-z0-9._~/-]{0,200})?)?")
                || receiptUrl.endsWith("/")) {
            throw new IllegalArgumentException("receipt_url: must be like https://sms.example");
        }
    }
}
