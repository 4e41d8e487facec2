package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Actor;
import io.elchi.server.http.FastRequest;
import io.elchi.server.templates.TemplateStore;
import io.elchi.server.webhooks.StatusUrls;
import java.util.function.LongSupplier;

/// Finds what members of a message refer to, for one request. Most messages refer to nothing.
///
/// @param sources null: nothing is found
/// @param looks whether the request is only looked at: nothing is added then, and nothing waits for the database
record SendReferences(Sources sources, Caller caller, FastRequest request, boolean looks) {
    /// One that finds nothing.
    static final SendReferences NONE = new SendReferences(null, null, null, true);

    /// Where it is found.
    record Sources(TemplateStore templates, StatusUrls statusUrls) {}

    /// The text that a template makes.
    ///
    /// @param path of the message, as `messages[3].`
    /// @throws io.elchi.server.core.RefusedException when the account has no such template, or a variable is wrong
    TemplateStore.Filled text(TemplateStore.TemplateUse use, String path) {
        if (sources == null) {
            throw SendJson.invalid(path + "template", "the account has no such template");
        }
        return sources.templates.fill(caller.account().id(), use, path);
    }

    /// The endpoint of the account that posts to an address. The first accepted message with an address adds it.
    ///
    /// @return finds it, with a refusal when the account has too many; null: none is looked for
    /// @throws io.elchi.server.core.RefusedException when the address cannot be one
    LongSupplier statusEndpoint(String url, String path, boolean dryRun) {
        if (looks) {
            return null;
        }
        String field = path + "status_url";
        long account = caller.account().id();
        if (!sources.statusUrls.isKnown(account, url)) {
            sources.statusUrls.check(url, field);
        }
        // In the result of one message of a batch its fields have no path.
        return dryRun ? null : () -> find(account, url, "status_url");
    }

    private long find(long account, String url, String field) {
        long known = sources.statusUrls.known(account, url);
        if (known != 0) {
            return known;
        }
        Actor actor = new Actor(account, caller.credential(), null, request.from(), request.correlationId(), null);
        return ScopedValue.where(Actor.CURRENT, actor).call(() -> sources.statusUrls.add(account, url, field));
    }
}
