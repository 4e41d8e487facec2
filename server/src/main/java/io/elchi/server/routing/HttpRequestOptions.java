package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The requests of a link with `protocol: http`. A value has variables in braces: [HttpVariable]. They are escaped for
/// their place, so that a text never becomes a parameter or a member.
public record HttpRequestOptions(
        @Setting(
                value =
                        "address of the operator, with `https://` or `http://`; variables may stand in the path, without"
                                + " a query",
                is = "")
        String url,

        @Setting(value = "method of a request", is = "post") Method method,

        @Setting(
                value = "headers, `Authorization: Basic {basic}`; at most 16; never shown, as passwords are not",
                is = "")
        List<String> headers,

        @Setting(value = "parameters of the query, `to={to}`; one whose value is empty is left out", is = "")
        List<String> query,

        @Setting(
                value = "parameters of a body in `application/x-www-form-urlencoded`, in UTF-8, as those of the query",
                is = "")
        List<String> form,

        @Setting(value = "body in JSON; variables stand within its strings; instead of `form`", is = "")
        String json,

        @Setting(value = "what `{coding}` is for a data_coding, `8=2`; those that are not in the table stay", is = "")
        List<String> codings,

        @Setting(
                value =
                        "whether the operator splits texts: a message is one request, and is paid by its parts; else each"
                                + " part is one request with `{udh_hex}` and `{text_hex}`",
                is = "true")
        boolean splits) {
    private static final int MOST = 64;
    private static final int MOST_HEADERS = 16;
    private static final int MOST_CHARACTERS = 4_096;
    private static final int MOST_DEPTH = 20;
    private static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}:\\s*[\\x20-\\x7E]{0,2000}";
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "content-type");

    /// The method of a request.
    public enum Method {
        GET,
        POST
    }

    /// @throws IllegalArgumentException if something has another form
    public HttpRequestOptions {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        form = List.copyOf(form);
        codings = List.copyOf(codings);
        if (!url.isEmpty()) {
            address(url);
        }
        if (query.size() > MOST || form.size() > MOST || headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException("has too many parameters or headers");
        }
        LinkOptions.check("headers", headers, HEADER, "X-Token: {password}");
        headers.forEach(HttpRequestOptions::checkHeader);
        LinkOptions.check("query", query, "[^=]{1,128}=(?s:.{0,2000})", "to={to}");
        LinkOptions.check("form", form, "[^=]{1,128}=(?s:.{0,2000})", "to={to}");
        LinkOptions.check("codings", codings, "[0-9]{1,3}\\s*=\\s*[A-Za-z0-9_-]{0,16}", "8=2");
        if (json.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("json: has more than " + MOST_CHARACTERS + " characters");
        }
        if (!json.isEmpty() && !form.isEmpty()) {
            throw new IllegalArgumentException("json: a request has a form or JSON, not both");
        }
        if (method == Method.GET && (!json.isEmpty() || !form.isEmpty())) {
            throw new IllegalArgumentException("method: a GET has no body");
        }
        Set<HttpVariable> used = used(url, headers, query, form, json);
        if (!splits && (used.stream().anyMatch(HttpVariable::isWholeText) || !used.contains(HttpVariable.TEXT_HEX))) {
            throw new IllegalArgumentException("splits: a part is {text_hex}, without {text}");
        }
        if (!splits && !used.contains(HttpVariable.UDH_HEX)) {
            throw new IllegalArgumentException("splits: a part needs {udh_hex}");
        }
    }

    private static void checkHeader(String header) {
        if (OWN_HEADERS.contains(header.substring(0, header.indexOf(':')).toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "headers: '" + header.substring(0, header.indexOf(':')) + "' is not to be set");
        }
    }

    private static Set<HttpVariable> used(
            String url, List<String> headers, List<String> query, List<String> form, String json) {
        Set<HttpVariable> used = EnumSet.noneOf(HttpVariable.class);
        used.addAll(named("url", url));
        headers.forEach(each -> used.addAll(named("headers", each)));
        query.forEach(each -> used.addAll(named("query", value(each))));
        form.forEach(each -> used.addAll(named("form", value(each))));
        if (!json.isEmpty()) {
            collect(tree(json), used, 0);
        }
        return used;
    }

    private static String value(String parameter) {
        return parameter.substring(parameter.indexOf('=') + 1);
    }

    private static Set<HttpVariable> named(String field, String text) {
        try {
            return VariableText.of(text).variables();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private static void collect(JsonNode node, Set<HttpVariable> used, int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("json: is too deep");
        }
        if (node.isString()) {
            used.addAll(named("json", node.stringValue()));
        }
        for (JsonNode each : node) {
            collect(each, used, depth + 1);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("json: is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Checks an address, and reads the part of it that has no variables.
    private static URI address(String url) {
        int slash = url.indexOf('/', Math.min(url.length(), "https://".length()));
        String origin = slash < 0 ? url : url.substring(0, slash);
        try {
            URI uri = new URI(origin);
            boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() > 65_535) {
                throw new IllegalArgumentException("url: must be like https://sms.example/send");
            }
            String path = slash < 0 ? "" : url.substring(slash);
            if (path.length() > 1_000
                    || !path.replaceAll("\\{[a-z0-9_]+}", "").matches("[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")) {
                throw new IllegalArgumentException("url: the path has characters that must be escaped, or a query");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: must be like https://sms.example/send", e);
        }
    }

    /// Whether the link is to an HTTP address at all.
    public boolean isSet() {
        return !url.isEmpty();
    }

    public boolean isTls() {
        return url.startsWith("https:");
    }

    public String host() {
        return address(url).getHost();
    }

    public int port() {
        int port = address(url).getPort();
        return port > 0 ? port : isTls() ? 443 : 80;
    }

    /// The body in JSON.
    public JsonNode jsonTree() {
        return tree(json);
    }

    /// Whether requests carry octets, of parts or of what is no text: they name nothing that only a whole text has.
    public boolean carriesOctets() {
        Set<HttpVariable> used = variables();
        return used.contains(HttpVariable.TEXT_HEX) && used.stream().noneMatch(HttpVariable::isWholeText);
    }

    /// The variables that requests have.
    public Set<HttpVariable> variables() {
        return used(url, headers, query, form, json);
    }
}
