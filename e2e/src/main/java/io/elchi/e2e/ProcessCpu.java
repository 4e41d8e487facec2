package io.elchi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// CPU time and memory of processes, from /proc (proc(5)).
public final class ProcessCpu {
    private static final long TICK_MICROS = 10_000;
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    private ProcessCpu() {}

    /// User and system time of one process, in microseconds.
    public static long micros(long pid) {
        String[] fields = stat(pid);
        return fields == null ? 0 : (number(fields, UTIME) + number(fields, STIME)) * TICK_MICROS;
    }

    /// The same of a process, its children, and those of its children that have ended.
    public static long microsWithChildren(long pid) {
        String[] own = stat(pid);
        if (own == null) {
            return 0;
        }
        long ticks = number(own, UTIME) + number(own, STIME) + number(own, CUTIME) + number(own, CSTIME);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String[] fields = stat(Long.parseLong(process.getFileName().toString()));
                if (fields != null && number(fields, PARENT) == pid) {
                    ticks += number(fields, UTIME) + number(fields, STIME);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ticks * TICK_MICROS;
    }

    /// The fields behind the name; null when the process is gone.
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException ignored) {
            return null;
        } catch (IOException ignored) {
            // The process ended while it was read.
            return null;
        }
    }

    private static long number(String[] fields, int index) {
        return index == STATE ? 0 : Long.parseLong(fields[index]);
    }

    /// Resident memory in MiB, now and at most; `VmRSS` or `VmHWM`.
    public static long mebibytes(long pid, String which) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(which + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
