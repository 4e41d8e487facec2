package io.elchi.server.exports;

import io.elchi.server.core.CsvLines;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A CSV file. What begins like a formula gets an apostrophe ([CsvLines]), a number does not.
final class CsvExportFile implements ExportFile {
    private final CsvLines lines = new CsvLines();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    @Override
    public void row(List<?> values) {
        List<Object> plain = new ArrayList<>(values.size());
        values.forEach(value -> plain.add(value instanceof BigDecimal number ? number.toPlainString() : value));
        lines.add(plain);
        octets.writeBytes(lines.take().getBytes(StandardCharsets.UTF_8));
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
    public void end() {
        // The last line is its end.
    }
}
