package io.elchi.server.connectors.dispatch;

import io.elchi.server.routing.LinkSettings;

/// Makes the link of a protocol.
public interface LinkOpener extends AutoCloseable {
    /// @throws IllegalArgumentException when the settings cannot be used
    OperatorLink open(LinkSettings settings, LinkedOperator operator);

    /// Ends what all links share.
    @Override
    void close();
}
