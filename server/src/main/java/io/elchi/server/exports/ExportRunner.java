package io.elchi.server.exports;

import io.elchi.server.core.Clock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import io.elchi.server.exports.ExportRows.ExportPage;
import io.elchi.server.exports.ExportStore.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Makes the files of exports, one at a time in a process, whichever process gets the job.
public final class ExportRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRunner.class);
    static final int PAGE = 500;
    /// Octets from which on they are stored.
    private static final int CHUNK = 256 * 1024;
    private static final Duration RENEW = Duration.ofSeconds(5);

    private final ExportStore store;
    private final ExportSources sources;
    private final ExportsProperties properties;
    private final Clock clock;
    private final Runnable pageRead;

    ExportRunner(ExportStore store, ExportSources sources, ExportsProperties properties, Clock clock) {
        this(store, sources, properties, clock, () -> {});
    }

    /// @param pageRead called after each page, for tests
    ExportRunner(
            ExportStore store, ExportSources sources, ExportsProperties properties, Clock clock, Runnable pageRead) {
        this.store = store;
        this.sources = sources;
        this.properties = properties;
        this.clock = clock;
        this.pageRead = pageRead;
    }

    /// Makes the files that nobody makes; to be called every second or so. An interrupt ends it: the file that is
    /// being made goes to another process at once.
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            Optional<Claim> claim = store.claim();
            if (claim.isEmpty()) {
                return;
            }
            make(claim.get());
            if (Thread.currentThread().isInterrupted()) {
                handOver(claim.get());
            }
        }
    }

    /// A virtual thread that is interrupted reads from no socket, so the interrupt waits for the statement's end.
    private void handOver(Claim claim) {
        boolean interrupted = Thread.interrupted();
        try {
            store.release(claim);
        } catch (DataAccessException e) {
            LOG.warn(
                    "export {} waits for the end of its lease: {}",
                    claim.export().id(),
                    e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void make(Claim claim) {
        Export export = claim.export();
        try {
            if (store.isHopeless(claim)) {
                store.fail(claim, "its runners ended again and again");
                return;
            }
            write(claim, sources.of(wish(export)));
        } catch (RefusedException e) {
            store.fail(claim, e.getMessage());
        } catch (DataAccessException | StorageException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("export {} waits for the database: {}", export.id(), e.getMessage());
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("export {} failed; it is tried again", export.id(), e);
        }
    }

    private static Export.Wish wish(Export export) {
        return new Export.Wish(
                export.accountId(), export.ofPlatform(), export.kind(), export.format(), export.filter());
    }

    /// A file that is being made.
    private final class Making {
        private final Claim claim;
        private final ExportFile file;
        private long rows;
        private long stored;
        private String cursor;
        private long renewedAt = clock.nanos();

        Making(Claim claim, ExportFile file, boolean goesOn) {
            this.claim = claim;
            this.file = file;
            rows = goesOn ? claim.export().progress().rows() : 0;
            stored = goesOn ? claim.export().progress().octets() : 0;
            cursor = goesOn ? claim.cursor() : null;
        }

        /// @return false: another runner has it, or it is canceled
        boolean store() throws IOException {
            byte[] octets = file.take();
            renewedAt = clock.nanos();
            boolean mine = octets.length == 0 ? store.renew(claim) : store.append(claim, stored, octets, rows, cursor);
            stored += octets.length;
            return mine;
        }

        boolean renewed() throws IOException {
            if (file.size() >= CHUNK) {
                return store();
            }
            if (clock.since(renewedAt).compareTo(RENEW) < 0) {
                return true;
            }
            renewedAt = clock.nanos();
            return store.renew(claim);
        }
    }

    private void write(Claim claim, ExportRows source) throws IOException {
        boolean goesOn = claim.export().format() == ExportFormat.CSV && claim.cursor() != null;
        if (!goesOn && !store.restart(claim)) {
            return;
        }
        ExportFile file = claim.export().format() == ExportFormat.CSV
                ? new CsvExportFile()
                : new XlsxExportFile(claim.export().kind().text());
        Making making = new Making(claim, file, goesOn);
        if (!goesOn) {
            file.row(source.columns());
        }
        boolean over = false;
        boolean complete = true;
        while (!over) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            int wanted = (int) Math.min(PAGE, properties.rows() - making.rows);
            ExportPage page = wanted <= 0 ? new ExportPage(List.of(), null) : source.page(making.cursor, wanted);
            for (List<Object> row : page.rows()) {
                file.row(row);
            }
            making.rows += page.rows().size();
            boolean more = page.next() != null;
            boolean full = making.rows >= properties.rows() || making.stored + file.size() >= properties.octets();
            making.cursor = more ? page.next() : making.cursor;
            over = !more || full;
            complete = !more;
            pageRead.run();
            if (!over && !making.renewed()) {
                return;
            }
        }
        file.end();
        store.finish(claim, making.stored, file.take(), making.rows, complete);
    }
}
