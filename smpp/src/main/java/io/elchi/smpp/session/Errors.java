package io.elchi.smpp.session;

/// An Error of the user's code is contained like an exception, so that other sessions go on, and it is also
/// passed to the thread's handler of uncaught exceptions, which decides about the process.
final class Errors {
    private Errors() {}

    static void report(Throwable thrown) {
        if (thrown instanceof Error) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
