package io.elchi.server.core;

/// Carries a [Refusal] out of a call that cannot return it; costs no stack trace.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.failure().code() + (refusal.detail() == null ? "" : ": " + refusal.detail()), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
