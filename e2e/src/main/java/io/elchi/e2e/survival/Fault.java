package io.elchi.e2e.survival;

/// A fault of a server under load.
public enum Fault {
    SERVER_KILLED("kill -9 of the server, which is started again"),
    SERVER_FROZEN("SIGSTOP of the server"),
    POSTGRES_KILLED("kill -9 of PostgreSQL"),
    POSTGRES_FROZEN("SIGSTOP of every process of PostgreSQL"),
    DISK_FULL("no space left for PostgreSQL"),
    LINK_CUT("the operator's connections reset"),
    LINK_HALF_OPEN("the operator's connections stand and carry nothing"),
    OPERATOR_SILENT("the operator reads and answers nothing"),
    OPERATOR_THROTTLES("the operator answers everything with ESME_RTHROTTLED"),
    OPERATOR_LATE("the operator answers when the response timer is over"),
    CLOCK_SET("the wall clock set up to ten minutes forward or back, and right again"),
    WEBHOOK_DOWN("nobody listens where webhooks go"),
    FLOOD("a client sends as fast as it can, far over its rate");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /// Whether the server needs a wall clock of its own for it.
    boolean needsClock() {
        return this == CLOCK_SET;
    }

    public String text() {
        return text;
    }
}
