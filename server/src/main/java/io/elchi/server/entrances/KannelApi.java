package io.elchi.server.entrances;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Refusal;
import io.elchi.server.entrances.CallbackRequests.KannelCallback;
import io.elchi.server.entrances.KannelErrors.KannelAnswer;
import io.elchi.server.entrances.KannelMessage.KannelRead;
import io.elchi.server.entrances.LoginCheck.LoginVerdict;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.intake.CallbackRequest;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Kannel's sendsms.
final class KannelApi implements EntranceProtocol {
    /// Destinations of a request.
    static final int MOST = 250;

    private static final String ACCEPTED = "0: Accepted for delivery";

    private final LoginCheck logins;
    private final Submits submits;
    private final CallbackRequests callbacks;
    private final Clock clock;

    KannelApi(LoginCheck logins, Submits submits, CallbackRequests callbacks, Clock clock) {
        this.callbacks = callbacks;
        this.logins = logins;
        this.submits = submits;
        this.clock = clock;
    }

    @Override
    public Set<String> paths() {
        return Set.of("/cgi-bin/sendsms");
    }

    @Override
    public FastResponse handle(EntranceRequest request) throws InterruptedException {
        return text(answer(request, Parameters.of(request)));
    }

    @Override
    public FastResponse refused(String path, Refusal refusal) {
        return text(KannelErrors.of(refusal.failure()));
    }

    private static FastResponse text(KannelAnswer answer) {
        return Entrances.text(answer.status(), answer.text());
    }

    private KannelAnswer answer(EntranceRequest request, Parameters parameters) throws InterruptedException {
        LoginVerdict verdict = logins.check(
                Parameters.readable(either(parameters, "username", "user")),
                Parameters.readable(either(parameters, "password", "pass")),
                request.fast().from());
        if (!(verdict instanceof LoginVerdict.Admitted by)) {
            return KannelErrors.of(((LoginVerdict.NotAdmitted) verdict).failure());
        }
        if (!by.login().submits().allowed()) {
            return KannelErrors.UNAUTHORIZED;
        }
        if (!parameters.has("to")) {
            return KannelErrors.rejected("Missing receiver number");
        }
        List<String> destinations = Arrays.stream(parameters.get("to").split(" +"))
                .filter(each -> !each.isEmpty())
                .toList();
        if (destinations.isEmpty()) {
            return KannelErrors.rejected("Empty receiver number not allowed");
        }
        if (destinations.size() > MOST) {
            return KannelErrors.rejected("Too many receiver numbers");
        }
        if (!destinations.stream().allMatch(each -> each.matches("[0-9 +-]+"))) {
            return KannelErrors.rejected("Garbage 'to' field");
        }
        KannelCallback callback = callbacks.kannel(by.login(), parameters);
        if (callback.wrong() != null) {
            return callback.wrong();
        }
        return switch (new KannelMessage(by.login(), parameters).read(destinations, clock.now())) {
            case KannelRead.Wrong(KannelAnswer wrong) -> wrong;
            case KannelRead.Messages(List<SendRequest> messages) ->
                sent(by, with(callback.request(), messages), request.fast().correlationId());
        };
    }

    private static List<SendRequest> with(CallbackRequest callback, List<SendRequest> messages) {
        return callback == null
                ? messages
                : messages.stream().map(each -> each.with(callback)).toList();
    }

    private KannelAnswer sent(LoginVerdict.Admitted by, List<SendRequest> messages, String correlationId)
            throws InterruptedException {
        return answer(messages, submits.send(by, messages, correlationId));
    }

    private static String either(Parameters parameters, String name, String other) {
        return parameters.has(name) ? parameters.get(name) : parameters.octets(other);
    }

    private static KannelAnswer answer(List<SendRequest> messages, List<SendResult> results) {
        List<String> refused = new ArrayList<>();
        List<String> later = new ArrayList<>();
        Refusal first = null;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof SendResult.Refused(Refusal refusal)) {
                boolean passes = KannelErrors.of(refusal.failure()) == KannelErrors.TEMPORARY;
                (passes ? later : refused).add(messages.get(i).to());
                first = first == null ? refusal : first;
            }
        }
        if (refused.size() + later.size() == results.size()) {
            return KannelErrors.of(first.failure());
        }
        return new KannelAnswer(
                KannelErrors.ACCEPTED, ACCEPTED + named("Not routable", refused) + named("Temporal failure", later));
    }

    private static String named(String what, List<String> destinations) {
        return destinations.isEmpty() ? "" : "\n" + what + ": " + String.join(" ", destinations);
    }
}
