package io.elchi.server.http;

/// What stands behind a path of the hot door. Called on a virtual thread: it may block.
public interface HotHandler {
    String method();

    /// The whole path.
    String path();

    HotAnswer handle(HotRequest request) throws InterruptedException;
}
