package io.elchi.server.exports;

import java.io.IOException;
import java.util.List;

/// Writes rows as octets of a file.
interface ExportFile {
    void row(List<?> values) throws IOException;

    /// What is written since the last call, as far as it can be taken out.
    byte[] take() throws IOException;

    /// The octets that [#take] would give.
    int size();

    /// Ends the file.
    void end() throws IOException;
}
