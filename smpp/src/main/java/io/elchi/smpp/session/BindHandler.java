package io.elchi.smpp.session;

/// Decides on binds. Runs on a virtual thread: it may look things up. Compare passwords in constant time
/// (`MessageDigest.isEqual`). An exception refuses with ESME_RSYSERR and is logged.
@FunctionalInterface
public interface BindHandler {
    BindDecision onBind(BindRequest request) throws Exception;
}
