package io.elchi.server.exports;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.util.Optional;

/// The module's interface: what controllers call.
public final class Exports {
    private final ExportStore store;
    private final ExportSources sources;
    private final ExportsProperties properties;

    Exports(ExportStore store, ExportSources sources, ExportsProperties properties) {
        this.store = store;
        this.sources = sources;
        this.properties = properties;
    }

    /// Begins an export.
    ///
    /// @throws io.elchi.server.core.RefusedException when the filter cannot be, or the account has too many
    public Export add(Export.Wish wish) {
        sources.of(wish);
        return store.add(wish, properties.retention());
    }

    /// Newest first.
    ///
    /// @param ofPlatform those of the platform's staff, rather than the account's own
    public Page<Export> list(long accountId, boolean ofPlatform, String cursor, int limit) {
        return store.page(accountId, ofPlatform, cursor, limit);
    }

    /// @throws io.elchi.server.core.RefusedException when there is none
    public Export get(long accountId, boolean ofPlatform, long id) {
        return store.find(id)
                .filter(export -> export.ofPlatform() == ofPlatform)
                .filter(export -> ofPlatform || export.accountId() == accountId)
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no export " + id)
                        .exception());
    }

    /// Cancels one that runs; deletes one that has ended, with its file.
    public void remove(Export export) {
        store.cancelOrDelete(export.id());
    }

    /// The octets of a finished file from one on, as far as they are in one piece; empty: there are none.
    public Optional<byte[]> octets(Export export, long from) {
        return store.chunk(export.id(), from).map(chunk -> {
            int skipped = (int) (from - chunk.first());
            return java.util.Arrays.copyOfRange(chunk.octets(), skipped, chunk.octets().length);
        });
    }

    /// Deletes what is too old; to be called from time to time.
    public void forget() {
        store.forget();
    }
}
