package io.elchi.server.exports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// A workbook with one sheet. Texts stand in their cells rather than in a table of the workbook, which would grow
/// with
/// the file in memory; a text is never a formula.
final class XlsxExportFile implements ExportFile {
    private static final int FLUSH = 500;
    /// Characters of a cell.
    private static final int MOST_TEXT = 32_767;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final Workbook workbook;
    private final Worksheet sheet;
    private int rows;

    XlsxExportFile(String name) {
        workbook = new Workbook(octets, "elchi", "1.0");
        sheet = workbook.newWorksheet(name);
    }

    @Override
    public void row(List<?> values) throws IOException {
        for (int column = 0; column < values.size(); column++) {
            Object value = values.get(column);
            if (value instanceof Number number) {
                sheet.value(rows, column, number);
            } else if (value != null) {
                sheet.inlineString(rows, column, cell(value.toString()));
            }
        }
        rows++;
        if (rows % FLUSH == 0) {
            sheet.flush();
        }
    }

    /// XML 1.0 has no place for control characters.
    private static String cell(String text) {
        String shown = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        StringBuilder cell = new StringBuilder(shown.length());
        shown.codePoints()
                .map(c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(cell::appendCodePoint);
        return cell.toString();
    }

    @Override
    public byte[] take() {
        byte[] taken = octets.toByteArray();
        octets.reset();
        return taken;
    }

    @Override
    public int size() {
        return octets.size();
    }

    @Override
    public void end() throws IOException {
        workbook.finish();
    }
}
