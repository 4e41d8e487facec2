package io.elchi.server.exports;

import java.util.List;

/// The rows of a list, page by page.
interface ExportRows {
    /// The names of the columns.
    List<String> columns();

    /// @param cursor of the page before; null: from the first
    ExportPage page(String cursor, int limit);

    /// @param rows with a value for each column: text, a number, a time or null
    /// @param next the cursor of what follows; null at the end
    record ExportPage(List<List<Object>> rows, String next) {}
}
