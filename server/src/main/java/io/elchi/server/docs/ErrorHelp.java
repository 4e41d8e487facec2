package io.elchi.server.docs;

import io.elchi.server.core.Failure;

/// What a reader wants to know about an error beside its title.
///
/// @param acting who can do something about it
/// @param cause and
/// @param fix in Markdown with no markup but code
public record ErrorHelp(Failure failure, Acting acting, String cause, String fix) {
    /// Who acts.
    public enum Acting {
        CLIENT("the client"),
        PROVIDER("the provider of the account: its reseller, or the platform"),
        PLATFORM("the staff of the platform");

        private final String text;

        Acting(String text) {
            this.text = text;
        }

        /// For people.
        public String text() {
            return text;
        }
    }
}
