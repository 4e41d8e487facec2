package io.elchi.server.entrances;

import io.elchi.server.http.OutgoingClient;
import io.elchi.server.http.OutgoingUrl;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one attempt. Addresses are in no log: their queries may have passwords.
final class CallbackSender {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackSender.class);

    private final OutgoingClient client;
    private final Metrics.Count accepted;
    private final Metrics.Count refused;
    private final Metrics.Count unanswered;

    CallbackSender(OutgoingClient client, Metrics metrics) {
        this.client = client;
        accepted = metrics.count(Metric.CALLBACK_ATTEMPTS, "accepted");
        refused = metrics.count(Metric.CALLBACK_ATTEMPTS, "refused");
        unanswered = metrics.count(Metric.CALLBACK_ATTEMPTS, "no_answer");
    }

    /// What became of an attempt.
    enum Attempted {
        ACCEPTED,
        /// It may be accepted later.
        REFUSED,
        /// It cannot be connected to: it is private, or no address.
        WRONG_ADDRESS
    }

    Attempted attempt(PendingCallback request) {
        URI to = OutgoingUrl.parsed(request.url());
        if (to == null) {
            return Attempted.WRONG_ADDRESS;
        }
        try {
            OutgoingClient.Answer answer =
                    request.body() == null ? client.get(to) : client.postForm(to, request.body());
            boolean isAccepted = request.form().accepts(answer);
            (isAccepted ? accepted : refused).one();
            return isAccepted ? Attempted.ACCEPTED : Attempted.REFUSED;
        } catch (OutgoingClient.ForbiddenAddressException _) {
            return Attempted.WRONG_ADDRESS;
        } catch (IOException _) {
            unanswered.one();
            return Attempted.REFUSED;
        } catch (RuntimeException e) {
            // By its class: a message may have the address, which is a secret.
            LOG.error("a request to a client failed: {}", e.getClass().getName());
            unanswered.one();
            return Attempted.REFUSED;
        }
    }
}
