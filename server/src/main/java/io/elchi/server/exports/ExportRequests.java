package io.elchi.server.exports;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What the operations of both APIs do about exports: an account's own, or the platform's. Who may not read a list
/// may
/// not export it, nor download what others exported.
public final class ExportRequests {
    private static final int MOST_FILTERS = 20;
    private static final int MOST_TEXT = 200;

    private final Exports exports;
    private final ExportDownload download;

    public ExportRequests(Exports exports, ExportDownload download) {
        this.exports = exports;
        this.download = download;
    }

    /// @param ofPlatform of all accounts, rather than the caller's own
    public ExportView add(Caller caller, boolean ofPlatform, JsonNode json) {
        JsonBody body = JsonBody.of(json);
        ExportKind kind = body.oneOf("kind", ExportKind.class);
        ExportFormat format = body.optionalOneOf("format", ExportFormat.class).orElse(ExportFormat.CSV);
        Map<String, String> filter = filter(body.tree("filter"));
        body.end();
        check(caller, kind, ofPlatform);
        return ExportView.of(exports.add(new Export.Wish(caller.account().id(), ofPlatform, kind, format, filter)));
    }

    private static Map<String, String> filter(Map<String, Object> written) {
        Map<String, String> filter = new TreeMap<>();
        written.forEach((name, value) -> {
            boolean usable = value instanceof String || value instanceof Integer || value instanceof Long;
            if (!usable || value.toString().length() > MOST_TEXT || filter.size() == MOST_FILTERS) {
                throw Refusal.ofField(
                                Failure.INVALID_FIELD, "filter", "must have texts and numbers, as the list's query")
                        .exception();
            }
            filter.put(name, value.toString());
        });
        return filter;
    }

    private static void check(Caller caller, ExportKind kind, boolean ofPlatform) {
        if (!caller.may(kind.permission(ofPlatform))) {
            throw Refusal.of(
                            Failure.SCOPE_MISSING,
                            kind.text() + " needs "
                                    + kind.permission(ofPlatform).text())
                    .exception();
        }
    }

    public Page<ExportView> list(Caller caller, boolean ofPlatform, PageQuery page) {
        return exports.list(caller.account().id(), ofPlatform, page.cursor(), page.limit())
                .map(ExportView::of);
    }

    public ExportView get(Caller caller, boolean ofPlatform, long id) {
        return ExportView.of(exports.get(caller.account().id(), ofPlatform, id));
    }

    public void remove(Caller caller, boolean ofPlatform, long id) {
        Export export = exports.get(caller.account().id(), ofPlatform, id);
        check(caller, export.kind(), ofPlatform);
        exports.remove(export);
    }

    public void download(
            Caller caller, boolean ofPlatform, long id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Export export = exports.get(caller.account().id(), ofPlatform, id);
        check(caller, export.kind(), ofPlatform);
        download.write(export, request, response);
    }
}
