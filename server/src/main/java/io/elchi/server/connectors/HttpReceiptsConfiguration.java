package io.elchi.server.connectors;

import io.elchi.server.connectors.http.ReceiptPath;
import io.elchi.server.connectors.http.WrongTokens;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.observe.Health;
import io.elchi.server.queue.Handoff;
import io.elchi.server.routing.Links;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the path of receipts over HTTP. Where receipts are settled, they go to settlement; else to the inbox of the
/// operator's shard.
@Configuration(proxyBeanMethods = false)
public class HttpReceiptsConfiguration {
    @Bean
    ReceiptPath receiptPath(
            Links links,
            ObjectProvider<LocalReceipts> settled,
            Database database,
            Handoff handoff,
            Health health,
            Clock clock) {
        ReceiptPath.ReceiptSink sink = settled.getIfAvailable();
        if (sink == null) {
            InboxReceipts inbox = new InboxReceipts(database.transactions(), handoff, clock);
            health.watch("receipts", inbox::isAlive);
            sink = inbox;
        }
        return new ReceiptPath(links, sink, new WrongTokens(System::nanoTime));
    }
}
