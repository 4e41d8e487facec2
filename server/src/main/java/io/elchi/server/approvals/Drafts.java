package io.elchi.server.approvals;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Actor;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.ApprovedRequests;
import io.elchi.server.http.DraftedException;
import io.elchi.server.http.Problem;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.http.TwoPersonRule;
import io.elchi.server.identity.Users;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.json.JsonMapper;

/// Drafts: who makes them, and who decides them.
public final class Drafts implements TwoPersonRule {
    private static final int LONGEST_BODY = 65_536;

    /// No request takes that long.
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final DraftStore store;
    private final Users users;
    private final ApprovalsProperties properties;
    private final Money most;

    Drafts(DraftStore store, Users users, ApprovalsProperties properties) {
        this.store = store;
        this.users = users;
        this.properties = properties;
        most = properties.most();
    }

    /// A draft that is to be carried out now, by the one who got this.
    ///
    /// @param author as whom it is carried out
    public record Approved(long id, ApprovedRequests.StoredOperation request, Authentication author) {}

    @Override
    public void check(RuleQuestion question) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        Caller caller = (Caller) known.getPrincipal();
        if (properties.mode() == ApprovalsProperties.Mode.OFF || isSmall(question.amount())) {
            return;
        }
        if (!isPerson(caller)) {
            if (properties.keys() == ApprovalsProperties.Machines.REFUSED) {
                throw Refusal.of(Failure.SCOPE_MISSING, "a person asks for this, and another one approves it")
                        .exception();
            }
            return;
        }
        if (caller.isStaff() || properties.mode() == ApprovalsProperties.Mode.PEOPLE) {
            throw new DraftedException(draft(known, caller, question));
        }
    }

    private static boolean isPerson(Caller caller) {
        return caller.credential().kind() == CredentialKind.USER;
    }

    private boolean isSmall(Money amount) {
        return amount != null
                && amount.currency().equals(most.currency())
                && Math.abs(amount.micros()) <= most.micros();
    }

    private DraftRecord draft(Authentication known, Caller caller, RuleQuestion question) {
        if (known.getAuthorities().stream()
                .noneMatch(each -> SessionAuthenticator.RECENT_SIGN_IN.equals(each.getAuthority()))) {
            throw Refusal.of(Failure.CONFIRMATION_NEEDED).exception();
        }
        String reason = Actor.CURRENT.get().reason();
        if (reason == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "X-Reason", "another person has to approve this: say why")
                    .exception();
        }
        if (question.body() != null && question.body().toString().length() > LONGEST_BODY) {
            throw Refusal.of(Failure.BODY_TOO_LARGE).exception();
        }
        DraftStore.NewDraft wanted = new DraftStore.NewDraft(
                caller.account().id(),
                caller.credential().id(),
                new DraftRecord.DraftedOperation(
                        question.method(),
                        question.path(),
                        question.body(),
                        question.permission().text()),
                reason);
        return store.add(wanted, properties.expiry(), properties.mostOpen())
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, properties.mostOpen() + " drafts of yours wait already")
                        .exception());
    }

    /// The newest first.
    public Page<DraftRecord> page(Caller caller, DraftList which, String cursor, int limit) {
        return store.page(
                new DraftStore.Seen(
                        isPerson(caller) ? caller.credential().id() : 0,
                        caller.permissions(),
                        caller.isStaff() ? 0 : caller.account().id()),
                which,
                cursor,
                limit);
    }

    /// @throws RefusedException when it is beyond the caller's reach, as for one that does not exist; or when it
    ///     is somebody else's, and the caller may not do what it asks for
    public DraftRecord find(Caller caller, long id) {
        DraftRecord found = store.find(id)
                .filter(draft -> caller.isStaff()
                        || draft.accountId() == caller.account().id())
                .orElseThrow(() -> missing(id));
        if (!isAuthor(caller, found) && !caller.may(permission(found))) {
            throw Refusal.of(Failure.SCOPE_MISSING, "needs " + found.request().permission())
                    .exception();
        }
        return found;
    }

    private static RefusedException missing(long id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no draft " + id).exception();
    }

    private static Permission permission(DraftRecord draft) {
        return Permission.of(draft.request().permission()).orElseThrow();
    }

    private static boolean isAuthor(Caller caller, DraftRecord draft) {
        return isPerson(caller) && draft.userId() == caller.credential().id();
    }

    /// A draft of somebody else that the caller may decide.
    private DraftRecord decidable(Caller caller, long id) {
        DraftRecord draft = find(caller, id);
        if (isAuthor(caller, draft)) {
            throw Refusal.of(Failure.CONFLICT, "another person has to do this").exception();
        }
        return draft;
    }

    /// Takes a draft to carry it out: the caller of this has to, and has to say [#end].
    ///
    /// @param caller a person
    /// @throws RefusedException when the caller may not approve it, its author may not do it any more, or it is
    ///     not open
    public Approved approve(Caller caller, long id) {
        DraftRecord draft = decidable(caller, id);
        Caller author = users.caller(draft.userId())
                .filter(each -> each.may(permission(draft)))
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "its author may not do this any more")
                        .exception());
        decide(draft, DraftState.APPROVED, caller, null);
        DraftRecord.DraftedOperation request = draft.request();
        return new Approved(
                id,
                new ApprovedRequests.StoredOperation(
                        request.method(),
                        request.path(),
                        request.body() == null ? null : request.body().toString()),
                authentication(author, draft, caller));
    }

    private void decide(DraftRecord draft, DraftState state, Caller caller, String reason) {
        if (!store.decide(draft.id(), state, caller.credential().id(), reason)) {
            DraftState now = store.find(draft.id())
                    .map(each -> DraftState.of(each.state()))
                    .orElseThrow(() -> missing(draft.id()));
            throw Refusal.of(Failure.CONFLICT, "the draft is " + now.text()).exception();
        }
    }

    /// The author, in the request of the one who approves.
    private static Authentication authentication(Caller author, DraftRecord draft, Caller approver) {
        List<String> authorities =
                author.permissions().stream().map(Permission::text).toList();
        UsernamePasswordAuthenticationToken known = UsernamePasswordAuthenticationToken.authenticated(
                author, null, AuthorityUtils.createAuthorityList(authorities));
        Actor now = Actor.CURRENT.get();
        known.setDetails(new Actor(
                author.account().id(),
                author.credential(),
                null,
                now.address(),
                now.correlationId(),
                draft.reason(),
                approver.credential().id(),
                null));
        return known;
    }

    /// @param refusal null: it was carried out
    public DraftRecord end(Approved approved, Refusal refusal) {
        store.end(approved.id, refusal == null ? null : problem(refusal));
        return store.find(approved.id).orElseThrow(() -> missing(approved.id));
    }

    private static String problem(Refusal refusal) {
        Map<String, Object> members = Problem.members(refusal, null);
        members.keySet().retainAll(List.of("title", "code", "detail", "field"));
        return JsonMapper.shared().writeValueAsString(members);
    }

    public DraftRecord reject(Caller caller, long id, String reason) {
        decide(decidable(caller, id), DraftState.REJECTED, caller, reason);
        return find(caller, id);
    }

    /// Takes back one of the caller's own.
    public DraftRecord withdraw(Caller caller, long id) {
        DraftRecord draft = find(caller, id);
        if (!isAuthor(caller, draft)) {
            throw Refusal.of(Failure.CONFLICT, "its author alone withdraws it: reject it")
                    .exception();
        }
        decide(draft, DraftState.WITHDRAWN, caller, null);
        return find(caller, id);
    }

    /// To be called from time to time, in one process.
    public void maintain() {
        store.expire();
        store.abandon(
                ABANDONED_AFTER,
                problem(Refusal.of(
                        Failure.INTERNAL,
                        "the server ended meanwhile: look whether the change was made, and ask anew")));
        store.forget(properties.historyTime());
    }
}
