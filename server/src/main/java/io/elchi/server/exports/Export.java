package io.elchi.server.exports;

import java.time.Instant;
import java.util.Map;

/// An export.
///
/// @param accountId whose it is
/// @param ofPlatform whether staff made it, of the lists of all accounts
/// @param filter fields of the list's query, as they were written
/// @param rows that are in the file until now
/// @param octets of the file until now
/// @param complete false: a limit ended the file before its list
/// @param problem why it failed; null: it did not
/// @param endedAt null while it runs
/// @param expiresAt when it is deleted
public record Export(
        long id,
        long accountId,
        boolean ofPlatform,
        ExportKind kind,
        ExportFormat format,
        Map<String, String> filter,
        ExportProgress progress,
        String problem,
        Instant createdAt,
        Instant endedAt,
        Instant expiresAt) {
    /// How far it is.
    public record ExportProgress(ExportState state, long rows, long octets, boolean complete) {}

    /// What somebody asks for.
    public record Wish(
            long accountId, boolean ofPlatform, ExportKind kind, ExportFormat format, Map<String, String> filter) {}

    /// Of the file, which never changes once it is there.
    public String etag() {
        return "\"" + id + "-" + progress.octets + "\"";
    }

    public String fileName() {
        return kind.text() + "-" + id + "." + format.text();
    }
}
