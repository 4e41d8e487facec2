package io.elchi.e2e.survival;

/// A fault of one of several processes on one database.
public enum ProcessFault {
    CORE_KILLED("kill -9 of a core"),
    CORE_PAUSED("SIGSTOP of a core for 15 s"),
    CORE_DRAINED("SIGTERM of a core"),
    CORES_KILLED("kill -9 of all cores, which start at once"),
    GATEWAY_KILLED("kill -9 of a gateway"),
    GATEWAY_PAUSED("SIGSTOP of a gateway for 15 s"),
    GATEWAY_DRAINED("SIGTERM of a gateway"),
    LISTEN_CUT("the connections end that hear and tell of messages"),
    HINTS_LOST("every connection that tells or hears of messages ends again and again for 5 s"),
    POSTGRES_KILLED("kill -9 of PostgreSQL");

    private final String text;

    ProcessFault(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Whether no process ends or stands still by it.
    boolean leavesProcesses() {
        return this == LISTEN_CUT || this == HINTS_LOST || this == POSTGRES_KILLED;
    }

    /// Whether a process stops in order: then nothing may be sent twice.
    boolean isDrain() {
        return this == CORE_DRAINED || this == GATEWAY_DRAINED;
    }

    /// Whether it is done to a core.
    boolean isOfCore() {
        return this == CORE_KILLED || this == CORE_PAUSED || this == CORE_DRAINED || this == CORES_KILLED;
    }
}
