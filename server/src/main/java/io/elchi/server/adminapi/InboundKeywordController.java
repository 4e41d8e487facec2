package io.elchi.server.adminapi;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundKeywords;
import io.elchi.server.inbound.InboundKeywords.Keyword;
import io.elchi.server.inbound.InboundKeywords.KeywordAction;
import io.elchi.server.inbound.InboundRoutes;
import io.elchi.server.inbound.ReplyOutbox;
import java.time.Instant;
import java.util.List;
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

/// Keywords with which handsets opt out and in, the opt-outs, and the automatic answers.
@RestController
final class InboundKeywordController {
    static final int MOST_REPLY = 1_000;

    private static final int WORD = 100;
    private static final List<String> REPLY_STATES = List.of("waiting", "sent", "failed", "suppressed");

    private final InboundKeywords keywords;
    private final OptOuts optOuts;
    private final ReplyOutbox replies;
    private final ReferenceChecks references;

    InboundKeywordController(
            InboundKeywords keywords, OptOuts optOuts, ReplyOutbox replies, ReferenceChecks references) {
        this.keywords = keywords;
        this.optOuts = optOuts;
        this.replies = replies;
        this.references = references;
    }

    /// A keyword.
    ///
    /// @param accountId null: for all
    record KeywordView(
            long id, Long accountId, String keyword, String language, String action, String reply, Instant createdAt) {
        static KeywordView of(Keyword keyword) {
            return new KeywordView(
                    keyword.id(),
                    CdrController.orNull(keyword.accountId()),
                    keyword.keyword(),
                    keyword.language(),
                    keyword.action().text(),
                    keyword.reply(),
                    keyword.createdAt());
        }
    }

    /// A handset that wants no service and promotional messages of an account.
    record OptOutView(long id, long accountId, String number, String keyword, String messageId, Instant optedOutAt) {
        static OptOutView of(OptOuts.OptOut optOut) {
            return new OptOutView(
                    optOut.id(),
                    optOut.accountId(),
                    optOut.number(),
                    optOut.keyword(),
                    optOut.messageId().toString(),
                    optOut.optedOutAt());
        }
    }

    /// An automatic answer.
    ///
    /// @param answers the message from the handset
    /// @param messageId the message that was sent; null: none
    record ReplyView(
            String answers,
            long accountId,
            String kind,
            String to,
            String from,
            String text,
            String state,
            int attempts,
            String reason,
            String messageId,
            Instant createdAt,
            Instant endedAt) {
        static ReplyView of(ReplyOutbox.Reply reply) {
            return new ReplyView(
                    reply.messageId().toString(),
                    reply.accountId(),
                    reply.kind(),
                    reply.to(),
                    reply.from(),
                    reply.text(),
                    reply.state(),
                    reply.attempts(),
                    reply.reason(),
                    reply.sentId() == null ? null : reply.sentId().toString(),
                    reply.createdAt(),
                    reply.endedAt());
        }
    }

    /// @param account 0: those for all
    @GetMapping("/admin/v1/inbound-keywords")
    @Needs(Permission.INBOUND_READ)
    Page<KeywordView> keywords(@RequestParam(name = "account_id", required = false) Long account, PageQuery page) {
        return keywords.list(account, page.cursor(), page.limit()).map(KeywordView::of);
    }

    @PostMapping("/admin/v1/inbound-keywords")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    KeywordView put(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long account = body.optionalId("account_id").orElse(0L);
        Keyword keyword = new Keyword(
                0,
                account,
                InboundRoutes.keyword(body.text("keyword", WORD)),
                body.text("language", "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", "a language of BCP 47, like uz-Latn"),
                body.oneOf("action", KeywordAction.class),
                body.optionalText("reply", MOST_REPLY).orElse(null),
                null);
        body.end();
        if (account != 0) {
            references.account(account);
        }
        return KeywordView.of(keywords.put(keyword));
    }

    @DeleteMapping("/admin/v1/inbound-keywords/{id}")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id) {
        ReferenceChecks.found(keywords.remove(id), "keyword", id);
    }

    @GetMapping("/admin/v1/opt-outs")
    @Needs(Permission.BLOCKLIST_READ)
    Page<OptOutView> optOuts(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "number", required = false) String number,
            PageQuery page) {
        return optOuts.list(account, ReferenceChecks.msisdn(number, "number"), page.cursor(), page.limit())
                .map(OptOutView::of);
    }

    @DeleteMapping("/admin/v1/opt-outs/{id}")
    @Needs(Permission.BLOCKLIST_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeOptOut(@PathVariable("id") long id) {
        ReferenceChecks.found(optOuts.remove(id), "opt-out", id);
    }

    @GetMapping("/admin/v1/inbound-replies")
    @Needs(Permission.INBOUND_READ)
    Page<ReplyView> replies(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "state", required = false) String state,
            PageQuery page) {
        if (state != null && !REPLY_STATES.contains(state)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "state", "must be one of " + String.join(", ", REPLY_STATES))
                    .exception();
        }
        return replies.list(account, state, page.cursor(), page.limit()).map(ReplyView::of);
    }
}
