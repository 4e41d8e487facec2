package io.elchi.server.exports;

import java.util.Locale;

/// The format of a file.
public enum ExportFormat {
    /// RFC 4180, UTF-8, with a header.
    CSV("text/csv"),
    /// A workbook of Office Open XML with one sheet.
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// Also the ending of the file's name.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
