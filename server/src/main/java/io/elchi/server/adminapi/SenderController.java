package io.elchi.server.adminapi;

import io.elchi.server.compliance.ComplianceStore;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import java.time.Instant;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Sender ids of accounts, and block lists.
@RestController
final class SenderController {
    private static final int SENDER = 16;
    private static final int PATTERN = 200;

    private final ComplianceStore compliance;
    private final ReferenceChecks references;

    SenderController(ComplianceStore compliance, ReferenceChecks references) {
        this.compliance = compliance;
        this.references = references;
    }

    record SenderView(long id, long accountId, String sender, Instant createdAt) {
        static SenderView of(ComplianceStore.Sender sender) {
            return new SenderView(sender.id(), sender.accountId(), sender.sender(), sender.createdAt());
        }
    }

    /// A row of the block list.
    ///
    /// @param accountId null: for all
    record BlockView(long id, Long accountId, String kind, String pattern, String reason) {
        static BlockView of(ComplianceStore.Block block) {
            return new BlockView(
                    block.id(), CdrController.orNull(block.accountId()), block.kind(), block.pattern(), block.reason());
        }
    }

    /// The field that a pattern is compared with.
    enum Kind {
        NUMBER,
        SENDER,
        TEXT
    }

    @GetMapping("/admin/v1/senders")
    @Needs(Permission.SENDERS_READ)
    Page<SenderView> senders(@RequestParam(name = "account_id", defaultValue = "0") long account, PageQuery page) {
        return compliance.senders(account, page.cursor(), page.limit()).map(SenderView::of);
    }

    @PostMapping("/admin/v1/senders")
    @Needs(Permission.SENDERS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    SenderView allow(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long account = body.id("account_id");
        String sender = body.text("sender", SENDER);
        body.end();
        references.account(account);
        return SenderView.of(compliance.allowSender(account, sender));
    }

    @DeleteMapping("/admin/v1/senders/{id}")
    @Needs(Permission.SENDERS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forbid(@PathVariable("id") long id) {
        ReferenceChecks.found(compliance.forbidSender(id), "sender", id);
    }

    /// @param account 0: what is blocked for all
    @GetMapping("/admin/v1/blocklist")
    @Needs(Permission.BLOCKLIST_READ)
    Page<BlockView> blocks(@RequestParam(name = "account_id", required = false) Long account, PageQuery page) {
        return compliance.blocks(account, page.cursor(), page.limit()).map(BlockView::of);
    }

    @PostMapping("/admin/v1/blocklist")
    @Needs(Permission.BLOCKLIST_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    BlockView block(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        ComplianceStore.Block block = new ComplianceStore.Block(
                0,
                body.optionalId("account_id").orElse(0L),
                body.oneOf("kind", Kind.class).name().toLowerCase(Locale.ROOT),
                body.text("pattern", PATTERN),
                body.optionalText("reason", PATTERN).orElse(null));
        body.end();
        if (block.accountId() != 0) {
            references.account(block.accountId());
        }
        return BlockView.of(compliance.block(block));
    }

    @DeleteMapping("/admin/v1/blocklist/{id}")
    @Needs(Permission.BLOCKLIST_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unblock(@PathVariable("id") long id) {
        ReferenceChecks.found(compliance.unblock(id), "blocklist entry", id);
    }
}
