package io.elchi.server.adminapi;

import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.identity.Roles;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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

/// API keys. A key's secret is in the answer that makes it, and nowhere else.
@RestController
@RequestMapping("/admin/v1/api-keys")
final class KeyController {
    static final int TEXT = 200;
    static final int NETWORKS = 100;
    static final int CIDR = 50;
    /// SHA-256 in hexadecimal digits, or in Base64 of URLs as `x5t#S256` of RFC 8705, 3.1.
    private static final String SHA_256 = "[0-9A-Fa-f]{64}|[A-Za-z0-9_-]{43}";
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final Duration MOST_OVERLAP = Duration.ofDays(90);

    private final ApiKeys keys;
    private final Reach reach;
    private final Clock clock;

    KeyController(ApiKeys keys, Reach reach, Clock clock) {
        this.keys = keys;
        this.reach = reach;
        this.clock = clock;
    }

    /// A key without its secret.
    ///
    /// @param prefix the part of the key that may be seen
    /// @param ipWhitelist from where it may be used, CIDR; empty: from everywhere
    /// @param replacedBy the key that takes over
    /// @param certificateSha256 of the client certificate with which it is accepted; null: none is asked for
    record KeyView(
            long id,
            long accountId,
            String name,
            String prefix,
            List<String> scopes,
            List<String> ipWhitelist,
            String status,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt,
            Long replacedBy,
            String certificateSha256) {
        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id(),
                    key.accountId(),
                    key.name(),
                    key.prefix(),
                    key.scopes().stream().map(Scope::text).sorted().toList(),
                    key.networks(),
                    key.active() ? "active" : "revoked",
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    CdrController.orNull(key.replacedBy()),
                    key.certificate());
        }
    }

    /// A new key with its secret, which is shown this once.
    record IssuedView(KeyView key, String secret) {
        static IssuedView of(ApiKey.Issued issued) {
            return new IssuedView(KeyView.of(issued.key()), issued.secret().reveal());
        }
    }

    record Keys(List<KeyView> items) {}

    @PostMapping
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    IssuedView issue(
            @AuthenticationPrincipal Caller caller,
            @RequestBody JsonNode json,
            Approval approval,
            HttpServletRequest request) {
        JsonBody body = JsonBody.of(json);
        ApiKey.NewKey wanted = new ApiKey.NewKey(
                body.id("account_id"),
                body.text("name", TEXT),
                body.texts("ip_whitelist", NETWORKS, CIDR),
                scopes(body),
                body.optionalTime("expires_at").orElse(null),
                certificate(body));
        body.end();
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.now())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "expires_at", "must be in the future")
                    .exception();
        }
        reach.checkField(caller, "account_id", wanted.accountId());
        checkMayGive(caller, wanted.scopes());
        checkShows(caller, wanted.certificate(), ClientCertificate.of(request));
        askForStaff(wanted.scopes(), approval, json);
        return IssuedView.of(keys.issue(wanted));
    }

    /// In hexadecimal digits; null: none is named.
    static String certificate(JsonBody body) {
        return body.optionalText("certificate_sha256", SHA_256, "SHA-256, as 64 hexadecimal digits or as x5t#S256")
                .map(KeyController::hex)
                .orElse(null);
    }

    private static String hex(String sha256) {
        return sha256.length() == 64
                ? sha256.toLowerCase(Locale.ROOT)
                : HexFormat.of().formatHex(Base64.getUrlDecoder().decode(sha256));
    }

    /// A hash is no secret. A caller that could name a stranger's certificate would get the stranger's requests.
    /// Only the staff, which knows whose a certificate is, names one that it does not show.
    ///
    /// @param shown null: none
    private static void checkShows(Caller caller, String wanted, ClientCertificate shown) {
        if (wanted != null
                && !caller.isStaff()
                && (shown == null || !shown.sha256().equals(wanted))) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "certificate_sha256",
                            "must be the certificate of this request's connection; the platform may name others")
                    .exception();
        }
    }

    /// Nobody gives a key more than it may itself. Only what clients do with their own account the staff gives to
    /// every account, and does not have. To send tests is less than to send messages.
    static void checkMayGive(Caller caller, Set<Scope> scopes) {
        check(caller, scopes, EnumSet.of(Permission.SMS_TEST));
    }

    /// The same for a new secret of a key. What the staff gave to it stays with its account.
    static void checkMayRotate(Caller caller, Set<Scope> scopes) {
        check(caller, scopes, EnumSet.of(Permission.SMS_TEST, Permission.SMS_BINARY));
    }

    private static void check(Caller caller, Set<Scope> scopes, Set<Permission> free) {
        Set<Permission> given = EnumSet.noneOf(Permission.class);
        given.addAll(Scope.permissions(scopes.stream()
                .filter(scope -> scope.isForStaff() || !caller.isStaff())
                .collect(Collectors.toSet())));
        given.removeAll(free);
        Roles.checkHas(caller, given);
    }

    /// Who made itself a key of the staff would need nobody else any more.
    static void askForStaff(Set<Scope> scopes, Approval approval, JsonNode json) {
        if (scopes.stream().anyMatch(Scope::isForStaff)) {
            approval.ask(json);
        }
    }

    private ApiKey within(Caller caller, long id) {
        ApiKey key = keys.find(id).orElseThrow(() -> Reach.missing("key", id));
        reach.check(caller, "key", key.accountId(), id);
        return key;
    }

    static Set<Scope> scopes(JsonBody body) {
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String text : body.texts("scopes", Scope.values().length, TEXT)) {
            scopes.add(Scope.of(text)
                    .orElseThrow(() -> Refusal.ofField(
                                    Failure.INVALID_FIELD,
                                    "scopes",
                                    "there is no '" + text + "', there are "
                                            + String.join(
                                                    ", ",
                                                    List.of(Scope.values()).stream()
                                                            .map(Scope::text)
                                                            .toList()))
                            .exception()));
        }
        return scopes;
    }

    @GetMapping
    @Needs(value = Permission.KEYS_READ, tenant = true)
    Keys list(@AuthenticationPrincipal Caller caller, @RequestParam(name = "account_id") long account) {
        if (!reach.covers(caller, account)) {
            // As of an account that does not exist.
            return new Keys(List.of());
        }
        return new Keys(keys.list(account).stream().map(KeyView::of).toList());
    }

    /// Issues a key that takes over; the one before stays valid for the overlap.
    @PostMapping("/{id}/rotate")
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    IssuedView rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody(required = false) JsonNode json,
            Approval approval) {
        Duration overlap = overlap(json);
        Set<Scope> scopes = within(caller, id).scopes();
        checkMayRotate(caller, scopes);
        askForStaff(scopes, approval, json);
        return IssuedView.of(keys.rotate(id, overlap));
    }

    /// How long the secret before stays valid.
    ///
    /// @param json null: a day
    static Duration overlap(JsonNode json) {
        if (json == null) {
            return OVERLAP;
        }
        JsonBody body = JsonBody.of(json);
        Duration overlap = body.optionalNumber("overlap_seconds", 0, MOST_OVERLAP.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(OVERLAP);
        body.end();
        return overlap;
    }

    /// Revokes it, at once and for ever.
    @DeleteMapping("/{id}")
    @Needs(value = Permission.KEYS_REVOKE, tenant = true, recent = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        within(caller, id);
        ReferenceChecks.found(keys.revoke(id), "active key", id);
    }
}
