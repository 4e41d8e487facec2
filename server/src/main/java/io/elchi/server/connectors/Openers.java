package io.elchi.server.connectors;

import io.elchi.server.connectors.dispatch.LinkOpener;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.connectors.dispatch.OperatorLink;
import io.elchi.server.connectors.http.HttpLink;
import io.elchi.server.connectors.http.HttpReceipts;
import io.elchi.server.connectors.smpp.LinkRunner;
import io.elchi.server.core.Clock;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.session.SmppClient;

/// Chooses the implementation of a link by its protocol.
public final class Openers implements LinkOpener {
    private final SmppClient client;
    private final ConnectorsProperties properties;
    private final Clock clock;
    private final PduTraces traces;

    public Openers(SmppClient client, ConnectorsProperties properties, Clock clock, PduTraces traces) {
        this.traces = traces;
        this.client = client;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public OperatorLink open(LinkSettings settings, LinkedOperator operator) {
        return switch (settings.protocol()) {
            case SMPP -> new LinkRunner(settings, operator, client, properties, clock, traces);
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
