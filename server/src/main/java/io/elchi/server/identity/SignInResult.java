package io.elchi.server.identity;

import java.util.Locale;

/// How an attempt ended.
enum SignInResult {
    SIGNED_IN,
    SECOND_FACTOR_NEEDED,
    ENROLMENT_NEEDED,
    CONFIRMED,
    WRONG_PASSWORD,
    WRONG_CODE,
    SUSPENDED,
    IP_NOT_ALLOWED,
    /// The identity provider says no role that is one here.
    NO_ROLE;

    /// The word in the API.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
