package io.elchi.server.config;

import io.elchi.server.core.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// The settings that all processes of one database must have the same values of, as they are in force: a default
/// and the same value in a file are the same.
final class SharedSettings {
    private static final int OCTETS = 8;

    /// Has secrets: it is hashed and never shown.
    private final List<String> lines;

    private SharedSettings(List<String> lines) {
        this.lines = lines;
    }

    static SharedSettings of(Collection<Record> sections) {
        List<String> lines = new ArrayList<>();
        sections.forEach(section -> collect(section.getClass().getName(), section, lines));
        lines.sort(null);
        return new SharedSettings(lines);
    }

    private static void collect(String path, Record record, List<String> lines) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String below = path + "." + component.getName();
            Object value = value(record, component);
            if (value instanceof Record group) {
                collect(below, group, lines);
            } else if (!Binder.setting(component).local()) {
                lines.add(below + "=" + (value instanceof Secret secret ? secret.reveal() : value));
            }
        }
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /// 16 hexadecimal digits.
    String hash(String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.UTF_8));
            for (String line : lines) {
                byte[] octets = line.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(octets.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(octets);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
