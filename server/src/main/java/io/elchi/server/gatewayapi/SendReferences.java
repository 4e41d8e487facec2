package io.elchi.server.gatewayapi;

import io.elchi.server.templates.TemplateStore;

/// Finds what members of a message refer to. Most messages refer to nothing.
interface SendReferences {
    /// One that finds nothing.
    SendReferences NONE = new SendReferences() {
        @Override
        public TemplateStore.Filled text(long account, TemplateStore.TemplateUse use, String path) {
            throw SendJson.invalid(path + "template", "the account has no such template");
        }

        @Override
        public long statusEndpoint(long account, String url, String path) {
            throw SendJson.invalid(path + "status_url", "cannot be used here");
        }

        @Override
        public void checkStatusUrl(String url, String path) {
            statusEndpoint(0, url, path);
        }
    };

    /// The text that a template makes.
    ///
    /// @param path of the message, as `messages[3].`
    /// @throws io.elchi.server.core.RefusedException when the account has no such template, or a variable is wrong
    TemplateStore.Filled text(long account, TemplateStore.TemplateUse use, String path);

    /// The endpoint of the account that posts to an address.
    ///
    /// @throws io.elchi.server.core.RefusedException when the address cannot be one, or the account has too many
    long statusEndpoint(long account, String url, String path);

    /// Checks an address, and finds nothing.
    ///
    /// @throws io.elchi.server.core.RefusedException when the address cannot be
    void checkStatusUrl(String url, String path);
}
