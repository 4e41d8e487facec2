package io.elchi.server.cluster;

/// Another process has the lease: this one must not change anything under it any more.
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String name) {
        super("the lease '" + name + "' is another process's");
    }
}
