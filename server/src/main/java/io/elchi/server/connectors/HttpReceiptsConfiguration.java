package io.elchi.server.connectors;

import io.elchi.server.connectors.http.ReceiptPath;
import io.elchi.server.connectors.http.WrongTokens;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Health;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.Links;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the path of receipts over HTTP. Where receipts are settled, they go to settlement as those of a bound session
/// do; else to the inbox of the operator's shard.
@Configuration(proxyBeanMethods = false)
public class HttpReceiptsConfiguration {
    @Bean
    ReceiptPath.ReceiptSink receiptSink(
            ObjectProvider<WorkQueue<Outcome>> settled,
            Database database,
            Handoff handoff,
            Health health,
            Clock clock) {
        WorkQueue<Outcome> outcomes = settled.getIfAvailable();
        if (outcomes != null) {
            return (operatorId, report, stored) ->
                    outcomes.offer(new Outcome.Receipt(operatorId, report, stored, clock.now()), Lane.SINGLE);
        }
        InboxReceipts inbox = new InboxReceipts(database.transactions(), handoff, clock);
        health.watch("receipts", inbox::isAlive);
        return inbox;
    }

    @Bean
    ReceiptPath receiptPath(Links links, ReceiptPath.ReceiptSink sink) {
        return new ReceiptPath(links, sink, new WrongTokens(System::nanoTime));
    }
}
