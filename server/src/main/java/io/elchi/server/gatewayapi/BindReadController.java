package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.smppserver.BindJson;
import io.elchi.server.smppserver.Binds;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The SMPP sessions of the caller's account, and what holds them.
@RestController
final class BindReadController {
    private final SmppLogins logins;
    private final Binds binds;

    BindReadController(SmppLogins logins, Binds binds) {
        this.logins = logins;
        this.binds = binds;
    }

    @GetMapping("/v1/smpp-binds")
    @Needs(value = Permission.SMS_READ, watched = true)
    Page<BindJson.BindView> list(@AuthenticationPrincipal Caller caller, PageQuery page) {
        Map<Long, String> own = logins.list(caller.account().id(), null, SmppLogins.MOST).items().stream()
                .collect(Collectors.toMap(SmppLogin::id, SmppLogin::systemId));
        return binds.list(own.keySet(), page.cursor(), page.limit())
                .map(bind -> BindJson.BindView.of(bind, own.get(bind.loginId())));
    }
}
