package io.elchi.server.connectors;

import io.elchi.server.connectors.dispatch.LinkOpener;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.connectors.dispatch.OperatorLink;
import io.elchi.server.connectors.http.HttpLink;
import io.elchi.server.connectors.http.HttpReceipts;
import io.elchi.server.connectors.smpp.LinkRunner;
import io.elchi.server.core.Clock;
import io.elchi.server.routing.LinkSettings;
import io.elchi.smpp.session.SmppClient;

/// Chooses the implementation of a link by its protocol.
public final class Openers implements LinkOpener {
    private final SmppClient client;
    private final ConnectorsProperties properties;
    private final Clock clock;

    public Openers(SmppClient client, ConnectorsProperties properties, Clock clock) {
        this.client = client;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public OperatorLink open(LinkSettings settings, LinkedOperator operator) {
        return switch (settings.protocol()) {
            case SMPP -> new LinkRunner(settings, operator, client, properties, clock);
            case HTTP ->
                new HttpLink(
                        settings,
                        operator,
                        HttpReceipts.url(properties.receiptUrl(), settings),
                        properties.drain(),
                        clock);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
