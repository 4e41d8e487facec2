package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.BearerToken;
import io.elchi.server.http.FastHandler;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.http.FastResponse.Header;
import io.elchi.server.http.Problem;
import io.elchi.server.intake.IdempotencyRecord;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.Preview;
import io.elchi.server.intake.Previews;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.RequestLimits;
import io.elchi.server.messages.RefusalLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `POST /v1/sms/send` and `POST /v1/sms/batch`: authentication, Idempotency-Key, and the answer. They differ by
/// their codec.
final class SendEndpoint implements FastHandler {
    static final String IDEMPOTENCY_HEADER = "Idempotency-Key";
    /// No header has such a character.
    private static final String TEST_PREFIX = "\u0001test:";
    private static final Duration IN_PROGRESS_RETRY = Duration.ofSeconds(1);

    private final SendCodec codec;
    private final Accounts accounts;
    private final Intake intake;
    private final Previews previews;
    private final Idempotency idempotency;
    private final RateLimits limits;
    private final RequestLimits requestLimits;
    private final RefusalLog refusals;
    private final SendReferences.Sources references;

    /// The modules that a request passes.
    record Modules(
            Accounts accounts,
            Intake intake,
            Previews previews,
            Idempotency idempotency,
            RateLimits limits,
            RequestLimits requestLimits,
            RefusalLog refusals) {}

    /// @param references null: messages refer to nothing
    SendEndpoint(SendCodec codec, Modules modules, SendReferences.Sources references) {
        this.codec = codec;
        accounts = modules.accounts;
        intake = modules.intake;
        previews = modules.previews;
        idempotency = modules.idempotency;
        limits = modules.limits;
        requestLimits = modules.requestLimits;
        refusals = modules.refusals;
        this.references = references;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/v1/sms/" + codec.name();
    }

    @Override
    public FastResponse handle(FastRequest request) throws InterruptedException {
        Caller caller = recordedCaller(request);
        try {
            return handle(request, caller);
        } catch (RefusedException e) {
            record(request, caller, e.refusal(), null);
            throw e;
        }
    }

    private FastResponse handle(FastRequest request, Caller caller) throws InterruptedException {
        checkType(request);
        String key = request.header(IDEMPOTENCY_HEADER);
        if (key != null) {
            requestLimits.countRepeatable(caller.rateAccount(), caller.ratePerSecond());
        }
        // Only now: a request without a valid key is refused by its headers alone.
        byte[] body = request.readBody(caller.account().id());
        return key == null ? sent(request, caller, body, null) : once(new Once(request, caller, key), body);
    }

    /// Reads the body and sends its messages.
    ///
    /// @param keep stores the answer; null: there is no Idempotency-Key
    private FastResponse sent(FastRequest request, Caller caller, byte[] body, IdempotencyRecord keep)
            throws InterruptedException {
        List<SendRequest> requests = codec.read(body, new SendReferences(references, caller, request, false));
        if (!requests.getFirst().options().dryRun()) {
            return answer(request, caller, send(request, caller, requests, keep));
        }
        if (keep != null) {
            throw Refusal.ofField(Failure.INVALID_FIELD, IDEMPOTENCY_HEADER, "a dry run changes nothing")
                    .exception();
        }
        return preview(caller, requests.getFirst());
    }

    private FastResponse preview(Caller caller, SendRequest request) {
        Preview preview = previews.preview(caller, request);
        return FastResponse.json(
                200, rates(caller), SendResponses.preview(request, preview).getBytes(StandardCharsets.UTF_8));
    }

    /// For requests of one message.
    @Override
    public FastResponse refusal(FastRequest request, int coming) {
        if (!(codec instanceof SingleCodec) || request.header(IDEMPOTENCY_HEADER) != null) {
            return null;
        }
        try {
            Optional<Authentication> known = accounts.authenticateAtOnce(
                    BearerToken.of(request.header("Authorization")), request.certificate(), request.from());
            if (known.isEmpty()) {
                return null;
            }
            Caller caller = caller(known.get());
            checkType(request);
            byte[] body = request.readBody(caller.account().id());
            SendRequest wanted = codec.read(body, new SendReferences(references, caller, request, true))
                    .getFirst();
            Refusal refusal = intake.refusal(caller, wanted, coming);
            if (refusal == null) {
                return null;
            }
            record(request, caller, refusal, wanted);
            return refused(request, caller, refusal);
        } catch (RefusedException ignored) {
            return null; // for another reason
        }
    }

    private List<SendResult> send(
            FastRequest request, Caller caller, List<SendRequest> requests, IdempotencyRecord keep)
            throws InterruptedException {
        List<SendResult> results = intake.send(caller, requests, request.correlationId(), keep);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof SendResult.Refused(Refusal refusal)) {
                record(request, caller, refusal, requests.get(i));
            }
        }
        return results;
    }

    /// @param wanted null when it could not be read
    private void record(FastRequest request, Caller caller, Refusal refusal, SendRequest wanted) {
        RefusalLog.Source source =
                new RefusalLog.Source(caller.account().id(), caller.apiKeyId(), request.correlationId());
        // What a parser says of a body may quote the message's text.
        Refusal recorded = refusal.failure() == Failure.MALFORMED_BODY ? Refusal.of(refusal.failure()) : refusal;
        refusals.add(source, recorded, wanted == null ? null : wanted.to(), wanted == null ? null : wanted.from());
    }

    /// The caller. A refusal leaves a record of its account, or of its address when the key is not valid.
    private Caller recordedCaller(FastRequest request) {
        Authentication authentication = authentication(request);
        try {
            return caller(authentication);
        } catch (RefusedException e) {
            switch (authentication) {
                case Authentication.Granted(Caller caller) -> record(request, caller, e.refusal(), null);
                case Authentication.Denied denied -> record(request, denied, e.refusal());
            }
            throw e;
        }
    }

    private void record(FastRequest request, Authentication.Denied denied, Refusal refusal) {
        if (denied.accountId() == 0) {
            refusals.addWithoutAccount(request.from());
        } else {
            RefusalLog.Source source =
                    new RefusalLog.Source(denied.accountId(), denied.apiKeyId(), request.correlationId());
            refusals.add(source, refusal, null, null);
        }
    }

    private static void checkType(FastRequest request) {
        String type = request.header("Content-Type");
        if (type == null || !type.regionMatches(true, 0, FastResponse.JSON, 0, FastResponse.JSON.length())) {
            throw Refusal.of(Failure.UNSUPPORTED_MEDIA_TYPE).exception();
        }
    }

    private Authentication authentication(FastRequest request) {
        String key = BearerToken.of(request.header("Authorization"));
        return accounts.authenticate(key, request.certificate(), request.from());
    }

    private static Caller caller(Authentication authentication) {
        return switch (authentication) {
            case Authentication.Denied denied ->
                throw Refusal.of(denied.failure()).exception();
            case Authentication.Granted(Caller caller) -> {
                if (!caller.may(Permission.SMS_SEND)) {
                    throw Refusal.of(Failure.SCOPE_MISSING, "needs " + Permission.SMS_SEND.text())
                            .exception();
                }
                yield caller;
            }
        };
    }

    /// A request with an Idempotency-Key.
    private record Once(FastRequest request, Caller caller, String key) {}

    /// The body is read when the key is new: a repetition has its answer, whatever happened since to what the body
    /// refers to.
    private FastResponse once(Once once, byte[] body) throws InterruptedException {
        String key = once.key;
        Caller caller = once.caller;
        if (key.isEmpty() || key.length() > Idempotency.MAX_KEY_LENGTH) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            IDEMPOTENCY_HEADER,
                            "1 to " + Idempotency.MAX_KEY_LENGTH + " characters")
                    .exception();
        }
        byte[] hash = hash(caller, body);
        long account = caller.account().id();
        // The answer to a test must never stand for a real message.
        String scoped = caller.isTest() ? TEST_PREFIX + key : key;
        return switch (idempotency.begin(account, scoped, hash)) {
            case Idempotency.Begun.Answered(String answer) ->
                FastResponse.json(
                        codec.status(),
                        List.of(new Header("Idempotency-Replayed", "true")),
                        answer.getBytes(StandardCharsets.UTF_8));
            case Idempotency.Begun.Reused _ ->
                throw Refusal.of(Failure.IDEMPOTENCY_KEY_REUSED).exception();
            case Idempotency.Begun.InProgress _ ->
                throw Refusal.after(Failure.IDEMPOTENCY_IN_PROGRESS, IN_PROGRESS_RETRY)
                        .exception();
            case Idempotency.Begun.Fresh _ -> {
                try {
                    IdempotencyRecord keep = new IdempotencyRecord(scoped, hash, codec::write);
                    yield sent(once.request, caller, body, keep);
                } finally {
                    idempotency.end(account, scoped);
                }
            }
        };
    }

    /// Of the codec too: the same body at another path is another request. So is a test.
    private byte[] hash(Caller caller, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (caller.isTest()) {
                digest.update(TEST_PREFIX.getBytes(StandardCharsets.UTF_8));
            }
            digest.update(codec.name().getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private FastResponse answer(FastRequest request, Caller caller, List<SendResult> results) {
        Refusal refusal = codec.refusal(results);
        return refusal == null
                ? FastResponse.json(
                        codec.status(), rates(caller), codec.write(results).getBytes(StandardCharsets.UTF_8))
                : refused(request, caller, refusal);
    }

    private FastResponse refused(FastRequest request, Caller caller, Refusal refusal) {
        FastResponse problem = Problem.answer(refusal, request.correlationId());
        List<Header> all = new ArrayList<>(problem.headers());
        all.addAll(rates(caller));
        return new FastResponse(problem.status(), problem.contentType(), all, problem.body());
    }

    private List<Header> rates(Caller caller) {
        RateLimits.Verdict rate = limits.look(caller.rateAccount(), caller.ratePerSecond(), 1);
        return List.of(
                new Header("RateLimit-Limit", Integer.toString(rate.limit())),
                new Header("RateLimit-Remaining", Long.toString(rate.remaining())),
                new Header("RateLimit-Reset", "1"));
    }
}
