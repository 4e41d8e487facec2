package io.elchi.server.smppserver;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.BindHandler;
import io.elchi.smpp.session.BindRequest;
import io.elchi.smpp.session.SessionState;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides about binds of clients. The answer to a wrong system_id and to a wrong password is the same, and so is
/// that to everything that a login does not allow.
final class BindCheck implements BindHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BindCheck.class);

    private final Parts parts;
    private final boolean encrypted;
    private final Metrics.Family refused;

    /// What it uses.
    record Parts(
            SmppDirectory logins, Accounts accounts, Binds binds, SubmitQueue.Parts queue, Deliveries deliveries) {}

    /// @param encrypted whether the port is TLS
    BindCheck(Parts parts, boolean encrypted, Metrics metrics) {
        this.parts = parts;
        this.encrypted = encrypted;
        refused = metrics.family(Metric.SMPP_SERVER_BINDS_REFUSED);
    }

    @Override
    public BindDecision onBind(BindRequest request) throws InterruptedException {
        Bind bind = request.bind();
        SmppDirectory.PasswordVerdict verdict = parts.logins.check(
                bind.systemId(), bind.password(), request.remote().getAddress(), () -> isOver(request));
        if (verdict == SmppDirectory.PasswordVerdict.BUSY) {
            refused.of("busy").one();
            return BindDecision.refuse(CommandStatus.ESME_RSYSERR);
        }
        if (verdict == SmppDirectory.PasswordVerdict.WRONG) {
            refused.of("credentials").one();
            return BindDecision.wrongCredentials();
        }
        SmppLogin login = parts.logins.find(bind.systemId()).orElse(null);
        ShownCertificate shown = ShownCertificate.of(request.session());
        String why = verdict == SmppDirectory.PasswordVerdict.ADDRESS
                ? "address"
                : login == null ? "removed" : refusal(login, bind, shown);
        if (why != null) {
            LOG.info("bind of {} from {} refused: {}", bind.systemId(), request.remote(), why);
            refused.of(why).one();
            return BindDecision.refuse(CommandStatus.ESME_RBINDFAIL);
        }
        parts.deliveries.keep(login.id());
        Binds.NewBind wanted = new Binds.NewBind(
                login.id(),
                bind.mode().name().toLowerCase(Locale.ROOT),
                request.remote().getAddress().getHostAddress(),
                version(bind),
                encrypted);
        OptionalLong id = parts.binds.enter(wanted, login.binds().max());
        if (id.isEmpty()) {
            refused.of("limit").one();
            return BindDecision.refuse(CommandStatus.ESME_RALYBND);
        }
        long bindId = id.getAsLong();
        request.session()
                .closed()
                .whenComplete((_, _) -> Thread.ofVirtual().name("smpp-leave").start(() -> leave(bindId)));
        SubmitQueue queue = new SubmitQueue(parts.queue, login.id(), bindId);
        return BindDecision.accept(
                new ClientSession(bindId, wanted, shown, request.session(), queue, parts.deliveries));
    }

    /// Whether nobody waits for the check of the password, or it is one of too many.
    private static boolean isOver(BindRequest request) {
        return request.isShut().getAsBoolean() || request.session().state() == SessionState.CLOSED;
    }

    /// A row that stays counts for ten seconds more.
    private void leave(long bindId) {
        try {
            parts.binds.leave(bindId);
        } catch (RuntimeException e) {
            LOG.warn("the row of bind {} could not be removed: {}", bindId, e.getMessage());
        }
    }

    /// @return null: the login allows the bind
    private String refusal(SmppLogin login, Bind bind, ShownCertificate shown) {
        String refusal =
                login.binds().refusal(SmppLogin.LoginMode.valueOf(bind.mode().name()), encrypted);
        if (refusal != null) {
            return refusal;
        }
        if (!shown.fits(login, parts.queue.clock().now())) {
            return "certificate";
        }
        boolean isActive = parts.accounts
                .account(login.accountId())
                .filter(Account::active)
                .isPresent();
        return isActive ? null : "account";
    }

    private static String version(Bind bind) {
        return switch (InterfaceVersion.of(bind.interfaceVersion())) {
            case V3_3 -> "3.3";
            case V3_4 -> "3.4";
            case V5_0 -> "5.0";
        };
    }
}
