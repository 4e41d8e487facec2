package io.elchi.server.config;

import java.util.regex.Pattern;

/// The variables that Kubernetes and Docker links set for a service that is named `elchi` or `elchi-something`
/// (Kubernetes, "Accessing the Service: Environment Variables"). They have our prefix and are not settings. Name
/// and value must both have the platform's form: a mistyped setting is not one of them.
final class PlatformVariables {
    private static final String SERVICE = "ELCHI(_[A-Z0-9_]+)?";
    private static final String ADDRESS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";
    private static final String PORT = "[0-9]{1,5}";
    private static final String PROTOCOL = "(TCP|UDP|SCTP)";
    private static final String URL = "(tcp|udp|sctp)://(" + ADDRESS + "|\\[[0-9a-fA-F:.]+])(:" + PORT + ")?";

    private record Form(Pattern name, Pattern value) {
        Form(String name, String value) {
            this(Pattern.compile(SERVICE + name), Pattern.compile(value));
        }

        boolean fits(String variable, String given) {
            return name.matcher(variable).matches() && value.matcher(given).matches();
        }
    }

    private static final Form[] FORMS = {
        new Form("_SERVICE_HOST", ADDRESS),
        new Form("_SERVICE_PORT(_[A-Z0-9_]+)?", PORT),
        // Also where it has the name of a setting: a service elchi-http has ELCHI_HTTP_PORT=tcp://10.0.0.1:8080.
        new Form("_PORT", URL),
        new Form("_PORT_" + PORT + "_" + PROTOCOL, URL),
        new Form("_PORT_" + PORT + "_" + PROTOCOL + "_PROTO", "tcp|udp|sctp"),
        new Form("_PORT_" + PORT + "_" + PROTOCOL + "_PORT", PORT),
        new Form("_PORT_" + PORT + "_" + PROTOCOL + "_ADDR", ADDRESS)
    };

    private PlatformVariables() {}

    static boolean include(String variable, String value) {
        for (Form form : FORMS) {
            if (form.fits(variable, value)) {
                return true;
            }
        }
        return false;
    }
}
