package io.elchi.server.exports;

import java.time.Instant;
import java.util.Map;

/// An export as the APIs show it.
///
/// @param complete null until it has ended; false: a limit ended the file before its list
/// @param accountId whose staff made it; null for the account itself
public record ExportView(
        long id,
        Long accountId,
        String kind,
        String format,
        Map<String, String> filter,
        String state,
        long rows,
        long octets,
        Boolean complete,
        String problem,
        String fileName,
        Instant createdAt,
        Instant endedAt,
        Instant expiresAt) {
    public static ExportView of(Export export) {
        Export.ExportProgress progress = export.progress();
        boolean finished = progress.state() == ExportState.FINISHED;
        return new ExportView(
                export.id(),
                export.ofPlatform() ? export.accountId() : null,
                export.kind().text(),
                export.format().text(),
                export.filter(),
                progress.state().text(),
                progress.rows(),
                progress.octets(),
                finished ? progress.complete() : null,
                export.problem(),
                export.fileName(),
                export.createdAt(),
                export.endedAt(),
                export.expiresAt());
    }
}
