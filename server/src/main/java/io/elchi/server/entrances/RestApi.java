package io.elchi.server.entrances;

import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.entrances.LoginCheck.LoginVerdict;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Jasmin's REST API: the paths of [JasminApi] with JSON and Basic authentication, and batches.
final class RestApi implements EntranceProtocol {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_ALLOWED = 405;
    private static final String BASIC = "Basic ";

    private final JasminApi jasmin;
    private final RestBatches batches;

    RestApi(JasminApi jasmin, RestBatches batches) {
        this.jasmin = jasmin;
        this.batches = batches;
    }

    /// An answer of another status than 200.
    static final class RestException extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient Map<String, String> json;

        RestException(int status, String title, String description) {
            super(title);
            this.status = status;
            json = new LinkedHashMap<>();
            json.put("title", title);
            json.put("description", description);
        }

        static RestException precondition(String title, String description) {
            return new RestException(JasminErrors.NOT_ROUTED, title, description);
        }
    }

    @Override
    public Set<String> paths() {
        return Set.of("/secure/send", "/secure/sendbatch", "/secure/balance", "/secure/rate");
    }

    @Override
    public FastResponse handle(EntranceRequest request) throws InterruptedException {
        try {
            boolean posts = request.path().startsWith("/secure/send");
            if (posts != request.method().equals("POST")) {
                throw new RestException(NOT_ALLOWED, "Method Not Allowed", "Ask with " + (posts ? "POST" : "GET"));
            }
            Parameters credentials = credentials(request.fast().header("Authorization"));
            return json(OK, Map.of("data", data(request, credentials)));
        } catch (JasminException e) {
            return error(e);
        } catch (RestException e) {
            return json(e.status, e.json);
        } catch (RefusedException e) {
            return refused(request.path(), e.refusal());
        }
    }

    private Object data(EntranceRequest request, Parameters credentials)
            throws JasminException, RestException, InterruptedException {
        return switch (request.path()) {
            case "/secure/send" -> {
                Parameters parameters = new Parameters();
                put(parameters, read(Parameters.body(request)));
                put(parameters, credentials);
                yield "Success \"" + jasmin.send(request.fast(), parameters) + "\"";
            }
            case "/secure/rate" -> {
                Parameters parameters = Parameters.of(request);
                byte[] body = Parameters.body(request);
                if (body.length > 0) {
                    put(parameters, read(body));
                }
                put(parameters, credentials);
                yield jasmin.rate(request.fast(), parameters);
            }
            case "/secure/balance" -> jasmin.balance(request.fast(), credentials);
            default -> {
                LoginVerdict.Admitted by = jasmin.admitted(request.fast(), credentials);
                byte[] body = request.fast().readBody(by.caller().account().id());
                yield batches.send(by, credentials, read(body), request.fast().correlationId());
            }
        };
    }

    @Override
    public FastResponse refused(String path, Refusal refusal) {
        return error(JasminErrors.of(refusal.failure(), JasminErrors.Asked.NOTHING));
    }

    private static FastResponse error(JasminException error) {
        return json(error.status(), Map.of("message", "Error \"" + Parameters.readable(error.getMessage()) + "\""));
    }

    private static FastResponse json(int status, Object json) {
        return FastResponse.json(status, List.of(), JsonMapper.shared().writeValueAsBytes(json));
    }

    /// RFC 7617: username and password.
    private static Parameters credentials(String header) throws RestException {
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw new RestException(
                    UNAUTHORIZED, "Authentication required", "Please provide an auth token as part of the request.");
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.ISO_8859_1);
            int colon = pair.indexOf(':');
            if (colon >= 0) {
                Parameters credentials = new Parameters();
                credentials.put("username", pair.substring(0, colon));
                credentials.put("password", pair.substring(colon + 1));
                return credentials;
            }
        } catch (IllegalArgumentException _) {
            // It is answered like a token without a colon.
        }
        throw new RestException(
                UNAUTHORIZED,
                "Invalid token",
                "The provided auth token is not valid. Please request a new token and try again.");
    }

    private static JsonNode read(byte[] body) throws RestException {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // It is answered like JSON that is no object.
        }
        throw RestException.precondition("Cannot parse JSON data", "Got unparseable json data");
    }

    private static void put(Parameters into, Parameters from) {
        from.names().forEach(name -> into.put(name, from.get(name)));
    }

    /// Later ones replace earlier ones, but those of the authentication.
    static void put(Parameters into, JsonNode object) {
        object.properties().forEach(each -> {
            String name = octets(each.getKey().replace('_', '-'));
            JsonNode value = each.getValue();
            boolean isCredential = name.equals("username") || name.equals("password");
            if (!isCredential && !value.isNull()) {
                into.put(
                        name.equals("custom-tlvs") ? "custom_tlvs" : name,
                        octets(value.isValueNode() ? value.asString("") : value.toString()));
            }
        });
    }

    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
