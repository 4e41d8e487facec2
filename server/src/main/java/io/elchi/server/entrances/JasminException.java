package io.elchi.server.entrances;

/// A request that Jasmin would answer with an error.
final class JasminException extends Exception {
    private static final long serialVersionUID = 1;
    /// Octets of a value that an error repeats.
    private static final int MOST_QUOTED = 200;

    private final int status;

    /// @param text of which each character is an octet
    JasminException(int status, String text) {
        super(text);
        this.status = status;
    }

    int status() {
        return status;
    }

    static JasminException invalid(String name, String value) {
        return new JasminException(
                JasminErrors.BAD, "Argument [" + quoted(name) + "] has an invalid value: [" + quoted(value) + "].");
    }

    static JasminException unauthorized(String user, String what) {
        return new JasminException(
                JasminErrors.BAD, "Authorization failed for user [" + quoted(user) + "] (" + what + ").");
    }

    static JasminException filtered(String user, String what) {
        return new JasminException(
                JasminErrors.BAD,
                "Value filter failed for user [" + quoted(user) + "] (" + what + " filter mismatch).");
    }

    static String quoted(String octets) {
        return octets.length() > MOST_QUOTED ? octets.substring(0, MOST_QUOTED) : octets;
    }
}
