package io.elchi.server.http;

import io.elchi.server.http.EntrancePort.EntranceRequest;

/// Answers requests at the public port that other systems send of their own accord, in forms of their own: below one
/// path, with whatever query. Called on a virtual thread: it may block.
public interface CallbackHandler {
    /// All its paths begin with it; it ends with a slash.
    String prefix();

    /// The path as the code has it, for which answers are counted.
    String route();

    /// A body that it reads for [EntrancePort#STRANGER] is small.
    FastResponse handle(EntranceRequest request) throws InterruptedException;
}
