package io.elchi.server.entrances;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastResponse;
import java.util.Set;

/// A protocol of another system, with the paths that it has.
interface EntranceProtocol {
    Set<String> paths();

    /// @param request of one of the paths
    FastResponse handle(EntranceRequest request) throws InterruptedException;

    /// How a refusal of the server looks at one of the paths.
    FastResponse refused(String path, Refusal refusal);
}
