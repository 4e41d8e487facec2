package io.elchi.smpp.session;

/// Contains an Error of the user's code like an exception, so that other sessions go on. Also passes it to the
/// thread's handler of uncaught exceptions, which decides about the process.
final class Errors {
    private Errors() {}

    static void report(Throwable thrown) {
        if (thrown instanceof Error) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
