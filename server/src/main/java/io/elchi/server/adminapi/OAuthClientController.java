package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.oauth.OAuthClient;
import io.elchi.server.oauth.OAuthClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// OAuth2 clients. A client's secret is in the answer that makes it, and nowhere else.
@RestController
@RequestMapping("/admin/v1/oauth-clients")
final class OAuthClientController {
    private final OAuthClients clients;
    private final Reach reach;
    private final Clock clock;

    OAuthClientController(OAuthClients clients, Reach reach, Clock clock) {
        this.clients = clients;
        this.reach = reach;
        this.clock = clock;
    }

    /// A client without its secret.
    ///
    /// @param clientId what it calls itself; no secret
    /// @param ipWhitelist from where it and its tokens may be used, CIDR; empty: from everywhere
    /// @param formerSecretUntil until when the secret before the last rotation is valid
    record OAuthClientView(
            long id,
            long accountId,
            String name,
            String clientId,
            List<String> scopes,
            List<String> ipWhitelist,
            String status,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt,
            Instant formerSecretUntil) {
        static OAuthClientView of(OAuthClient client) {
            return new OAuthClientView(
                    client.id(),
                    client.accountId(),
                    client.name(),
                    client.clientId(),
                    client.scopes().stream().map(Scope::text).sorted().toList(),
                    client.networks(),
                    client.active() ? "active" : "revoked",
                    client.createdAt(),
                    client.expiresAt(),
                    client.lastUsedAt(),
                    client.formerSecretUntil());
        }
    }

    /// A client with its secret, which is shown this once.
    record NewSecretView(OAuthClientView client, String secret) {
        static NewSecretView of(OAuthClient.WithSecret made) {
            return new NewSecretView(
                    OAuthClientView.of(made.client()), made.secret().reveal());
        }
    }

    record OAuthClientList(List<OAuthClientView> items) {}

    @PostMapping
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    NewSecretView make(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        OAuthClient.NewClient wanted = new OAuthClient.NewClient(
                body.id("account_id"),
                body.text("name", KeyController.TEXT),
                body.texts("ip_whitelist", KeyController.NETWORKS, KeyController.CIDR),
                KeyController.scopes(body),
                body.optionalTime("expires_at").orElse(null));
        body.end();
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.now())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "expires_at", "must be in the future")
                    .exception();
        }
        reach.checkField(caller, "account_id", wanted.accountId());
        KeyController.checkMayGive(caller, wanted.scopes());
        KeyController.askForStaff(wanted.scopes(), approval, json);
        return NewSecretView.of(clients.make(wanted));
    }

    private OAuthClient within(Caller caller, long id) {
        OAuthClient client = clients.find(id).orElseThrow(() -> Reach.missing("client", id));
        reach.check(caller, "client", client.accountId(), id);
        return client;
    }

    @GetMapping
    @Needs(value = Permission.KEYS_READ, tenant = true)
    OAuthClientList list(@AuthenticationPrincipal Caller caller, @RequestParam(name = "account_id") long account) {
        if (!reach.covers(caller, account)) {
            // As of an account that does not exist.
            return new OAuthClientList(List.of());
        }
        return new OAuthClientList(
                clients.list(account).stream().map(OAuthClientView::of).toList());
    }

    /// Gives it a new secret; the one before stays valid for the overlap.
    @PostMapping("/{id}/rotate")
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true, draft = true)
    NewSecretView rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody(required = false) JsonNode json,
            Approval approval) {
        Duration overlap = KeyController.overlap(json);
        Set<Scope> scopes = within(caller, id).scopes();
        KeyController.checkMayRotate(caller, scopes);
        KeyController.askForStaff(scopes, approval, json);
        return NewSecretView.of(clients.rotate(id, overlap));
    }

    /// Revokes it and all its tokens, at once and for ever.
    @DeleteMapping("/{id}")
    @Needs(value = Permission.KEYS_REVOKE, tenant = true, recent = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        within(caller, id);
        ReferenceChecks.found(clients.revoke(id), "active client", id);
    }
}
