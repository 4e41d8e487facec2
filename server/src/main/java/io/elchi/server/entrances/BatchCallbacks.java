package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.entrances.RestApi.RestException;
import io.elchi.server.http.OutgoingUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Tells a client of Jasmin which destinations of its batch were accepted, and which were refused. One instance is
/// for one batch, and for one thread.
final class BatchCallbacks {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCallbacks.class);

    private final CallbackStore store;
    private final SmppLogin login;
    private final String batch;
    private final Supplier<UUID> ids;
    private final Clock clock;
    /// null: none.
    private final String accepted;
    /// null: none.
    private final String refused;

    private final List<PendingCallback> waiting = new ArrayList<>();

    /// What it uses.
    record Parts(CallbackStore store, Supplier<UUID> ids, Clock clock) {}

    /// @param config `batch_config` of the batch
    /// @throws RestException when an address cannot be asked
    BatchCallbacks(Parts parts, SmppLogin login, String batch, JsonNode config) throws RestException {
        store = parts.store;
        ids = parts.ids;
        clock = parts.clock;
        this.login = login;
        this.batch = batch;
        accepted = url(config, "callback_url");
        refused = url(config, "errback_url");
    }

    private static String url(JsonNode config, String name) throws RestException {
        if (!config.hasNonNull(name)) {
            return null;
        }
        String url = config.get(name).asString("");
        if (!OutgoingUrl.isUsable(url)) {
            throw RestException.precondition("Cannot parse " + name, "It is not an address of http or https");
        }
        return url;
    }

    void accepted(String to, String id) {
        add(accepted, to, true, "Success \"" + id + "\"");
    }

    void refused(String to, String why) {
        add(refused, to, false, "Error \"" + why + "\"");
    }

    private void add(String url, String to, boolean isAccepted, String text) {
        if (url != null) {
            // Each has an id of its own: it does not wait for other requests about the message.
            PendingCallback.Key key = new PendingCallback.Key(ids.get(), login.id(), 0, 0);
            waiting.add(PendingCallback.first(
                    key,
                    login.accountId(),
                    CallbackForm.JASMIN_BATCH,
                    new PendingCallback.Target(url, false),
                    JasminCallbacks.ofBatch(batch, to, isAccepted, text),
                    clock.now()));
        }
    }

    /// Stores what was told since the last time. What cannot be stored is not told: the messages are accepted, and an
    /// error would make the client send them again.
    void flush() {
        try {
            store.add(waiting);
        } catch (RuntimeException e) {
            LOG.error("{} requests about batch {} are not made: they could not be stored", waiting.size(), batch, e);
        }
        waiting.clear();
    }
}
