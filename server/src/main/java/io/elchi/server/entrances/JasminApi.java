package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.entrances.LoginCheck.LoginVerdict;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.intake.Preview;
import io.elchi.server.intake.Previews;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.RequestLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Jasmin's HTTP API: `/send`, `/rate`, `/balance`, `/ping` and `/`.
final class JasminApi implements EntranceProtocol {
    private static final int OK = 200;
    private static final String PING = "Jasmin/PONG";
    private static final String NAME = "Elchi, with the HTTP API of Jasmin";
    /// In place of a text that is not given, to ask for a rate: one part.
    private static final String ONE_PART = ".";

    private final LoginCheck logins;
    private final Submits submits;
    private final Questions questions;
    private final CallbackRequests callbacks;
    private final Clock clock;

    /// What answers questions about prices and balances.
    record Questions(Previews previews, Ledger ledger, RequestLimits limits) {}

    JasminApi(LoginCheck logins, Submits submits, Questions questions, CallbackRequests callbacks, Clock clock) {
        this.callbacks = callbacks;
        this.logins = logins;
        this.submits = submits;
        this.questions = questions;
        this.clock = clock;
    }

    @Override
    public Set<String> paths() {
        return Set.of("/send", "/rate", "/balance", "/ping", "/");
    }

    @Override
    public FastResponse handle(EntranceRequest request) throws InterruptedException {
        return switch (request.path()) {
            case "/ping" -> Entrances.text(OK, PING);
            case "/" -> Entrances.text(OK, NAME);
            default -> asked(request);
        };
    }

    private FastResponse asked(EntranceRequest request) throws InterruptedException {
        Parameters parameters = Parameters.of(request);
        try {
            return switch (request.path()) {
                case "/send" -> Entrances.text(OK, "Success \"" + send(request.fast(), parameters) + "\"");
                case "/rate" -> json(OK, rate(request.fast(), parameters));
                default -> json(OK, balance(request.fast(), parameters));
            };
        } catch (JasminException e) {
            return error(request.path(), e);
        } catch (RefusedException e) {
            return error(request.path(), JasminErrors.of(e.refusal().failure(), JasminErrors.Asked.of(parameters)));
        }
    }

    @Override
    public FastResponse refused(String path, Refusal refusal) {
        return error(path, JasminErrors.of(refusal.failure(), JasminErrors.Asked.NOTHING));
    }

    private static FastResponse error(String path, JasminException error) {
        return path.equals("/rate") || path.equals("/balance")
                ? json(error.status(), Parameters.readable(error.getMessage()))
                : Entrances.text(error.status(), "Error \"" + error.getMessage() + "\"");
    }

    private static FastResponse json(int status, Object json) {
        return FastResponse.json(status, List.of(), JsonMapper.shared().writeValueAsBytes(json));
    }

    /// @return the message's id
    String send(FastRequest request, Parameters parameters) throws JasminException, InterruptedException {
        complete(parameters);
        LoginVerdict.Admitted by = admitted(request, parameters);
        if (!by.login().submits().allowed()) {
            throw JasminException.unauthorized(parameters.get("username"), "Cannot send MT messages");
        }
        SendRequest message = message(by.login(), parameters, callbacks, clock.now());
        return switch (submits.send(by, List.of(message), request.correlationId())
                .getFirst()) {
            case SendResult.Accepted accepted -> accepted.message().id().toString();
            case SendResult.Refused(Refusal refusal) ->
                throw JasminErrors.of(refusal.failure(), JasminErrors.Asked.of(parameters));
        };
    }

    /// Reads a message from parameters that nobody has looked at.
    static SendRequest read(SmppLogin login, Parameters parameters, CallbackRequests callbacks, Instant now)
            throws JasminException {
        complete(parameters);
        return message(login, parameters, callbacks, now);
    }

    /// Adds Jasmin's defaults and checks all parameters.
    private static void complete(Parameters parameters) throws JasminException {
        if (parameters.has("dlr-url") || parameters.has("dlr-level")) {
            parameters.put("dlr", "yes");
        }
        parameters.putIfAbsent("dlr", "no");
        parameters.upperCase("dlr-method");
        JasminArguments.SEND.check(parameters);
        checkContent(parameters);
    }

    private static SendRequest message(SmppLogin login, Parameters parameters, CallbackRequests callbacks, Instant now)
            throws JasminException {
        return callbacks.jasmin(login, parameters, new JasminMessage(login, parameters).request(now));
    }

    private static void checkContent(Parameters parameters) throws JasminException {
        boolean isHex = parameters.has("hex-content");
        if (!isHex && !parameters.has("content")) {
            throw new JasminException(JasminErrors.BAD, "content or hex-content not present.");
        }
        if (isHex && parameters.has("content")) {
            throw new JasminException(JasminErrors.BAD, "content and hex-content cannot be used both in same request.");
        }
    }

    LoginVerdict.Admitted admitted(FastRequest request, Parameters parameters)
            throws JasminException, InterruptedException {
        LoginVerdict verdict = logins.check(
                Parameters.readable(parameters.get("username")),
                Parameters.readable(parameters.get("password")),
                request.from());
        return switch (verdict) {
            case LoginVerdict.Admitted admitted -> admitted;
            case LoginVerdict.NotAdmitted(Failure failure) ->
                throw JasminErrors.of(failure, JasminErrors.Asked.of(parameters));
        };
    }

    Map<String, Object> rate(FastRequest request, Parameters parameters) throws JasminException, InterruptedException {
        parameters.putIfAbsent("coding", "0");
        if (!parameters.has("hex-content")) {
            parameters.putIfAbsent("content", ONE_PART);
        }
        JasminArguments.RATE.check(parameters);
        checkContent(parameters);
        LoginVerdict.Admitted by = admitted(request, parameters);
        questions.limits.count(by.caller().credential());
        Preview preview =
                questions.previews.preview(by.caller(), new JasminMessage(by.login(), parameters).request(clock.now()));
        if (preview.price() == null) {
            Failure failure = preview.problems().isEmpty()
                    ? Failure.NO_ROUTE
                    : preview.problems().getFirst().failure();
            throw JasminErrors.of(failure, JasminErrors.Asked.of(parameters));
        }
        Map<String, Object> rate = new LinkedHashMap<>();
        rate.put("unit_rate", number(preview.price().micros() / preview.parts()));
        rate.put("submit_sm_count", preview.parts());
        return rate;
    }

    Map<String, Object> balance(FastRequest request, Parameters parameters)
            throws JasminException, InterruptedException {
        JasminArguments.BALANCE.check(parameters);
        LoginVerdict.Admitted by = admitted(request, parameters);
        questions.limits.count(by.caller().credential());
        Map<String, Object> balance = new LinkedHashMap<>();
        balance.put(
                "balance",
                questions
                        .ledger
                        .balance(by.caller().account().id())
                        .<Object>map(found -> number(found.availableMicros()))
                        .orElse("ND"));
        balance.put("sms_count", "ND");
        return balance;
    }

    /// A number of JSON without an exponent.
    private static BigDecimal number(long micros) {
        BigDecimal number = Money.decimal(micros).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0, RoundingMode.UNNECESSARY) : number;
    }
}
