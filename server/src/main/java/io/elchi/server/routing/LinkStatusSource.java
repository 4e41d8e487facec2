package io.elchi.server.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reports the current state of the links. Settings are rows that every process sees; this is known only in the
/// process that has the links.
public final class LinkStatusSource {
    private volatile Supplier<List<LinkStatus>> source;

    /// From now on the links are asked for here.
    public void reportedBy(Supplier<List<LinkStatus>> status) {
        source = status;
    }

    /// Every link that is started; empty when no process of ours that we can ask has them.
    public Optional<List<LinkStatus>> now() {
        Supplier<List<LinkStatus>> known = source;
        return known == null ? Optional.empty() : Optional.of(known.get());
    }
}
