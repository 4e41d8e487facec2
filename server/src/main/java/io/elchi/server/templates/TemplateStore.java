package io.elchi.server.templates;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Notifications;
import io.elchi.server.db.SeenChange;
import io.elchi.server.templates.Template.TemplateForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Templates in PostgreSQL, and in memory for messages.
public final class TemplateStore {
    /// Templates of an account, at most.
    public static final int MOST = 200;

    /// Locales of a template, at most.
    public static final int MOST_LOCALES = 20;

    /// Characters of a text, at most.
    public static final int MOST_CHARACTERS = 1_600;

    /// Characters of all texts of an account.
    public static final int MOST_TOTAL = 500_000;

    /// Variables of a template, at most.
    public static final int MOST_VARIABLES = 20;

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final SeenChange seen = new SeenChange();
    private volatile TemplateBook book = TemplateBook.EMPTY;

    /// @param reads for what clients look at
    TemplateStore(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    void follow(Notifications notifications) {
        notifications.follow("templates", new TemplateLoader(() -> book, next -> {
            book = next;
            seen.changed();
        }));
    }

    /// The text of a message, and the template that it is made of.
    public record Filled(long templateId, String text) {}

    /// What a message asks for.
    ///
    /// @param id 0: by name
    /// @param name null: by id
    /// @param locale null: the fallback of the template
    /// @param variables by name
    public record TemplateUse(long id, String name, String locale, Map<String, String> variables) {}

    /// Writes the text of a message, from memory.
    ///
    /// @param path of the message, as `messages[3].`
    /// @throws RefusedException when the account has no such template, or a variable is wrong
    public Filled fill(long accountId, TemplateUse use, String path) {
        TemplateBook now = book;
        CompiledTemplate template = use.name == null ? now.find(accountId, use.id) : now.find(accountId, use.name);
        if (template == null) {
            throw Refusal.ofField(Failure.INVALID_FIELD, path + "template", "the account has no such template")
                    .exception();
        }
        return new Filled(template.id(), template.text(use.locale, use.variables, path + "variables"));
    }

    /// @throws RefusedException when the form is wrong, the name is taken, or there are too many
    public Template add(long accountId, TemplateForm form) {
        TemplateChecks.check(form);
        checkTotal(accountId, 0, form);
        Template added = named(
                form,
                () -> jdbc.sql("INSERT INTO templates.templates"
                                + " (account_id, name, fallback_locale, texts, variables)"
                                + " SELECT ?, ?, ?, ?::jsonb, ?::jsonb"
                                + " WHERE (SELECT count(*) FROM templates.templates WHERE account_id = ?) < ? RETURNING "
                                + TemplateRows.COLUMNS)
                        .params(
                                accountId,
                                form.name(),
                                form.fallbackLocale(),
                                TemplateRows.texts(form),
                                TemplateRows.variables(form),
                                accountId,
                                MOST)
                        .query((row, _) -> TemplateRows.template(row))
                        .optional()
                        .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "an account may have " + MOST + " templates")
                                .exception()));
        awaitSeen(added);
        return added;
    }

    /// Makes the next version.
    ///
    /// @param expected the version that the change is for
    /// @throws RefusedException when there is no such template, it has another version, or the form is wrong
    public Template change(long accountId, long id, long expected, TemplateForm form) {
        TemplateChecks.check(form);
        checkTotal(accountId, id, form);
        Template next = named(
                form,
                () -> jdbc.sql("UPDATE templates.templates SET name = ?, fallback_locale = ?,"
                                + " texts = ?::jsonb, variables = ?::jsonb, version = version + 1, updated_at = now()"
                                + " WHERE account_id = ? AND id = ? AND version = ? RETURNING " + TemplateRows.COLUMNS)
                        .params(
                                form.name(),
                                form.fallbackLocale(),
                                TemplateRows.texts(form),
                                TemplateRows.variables(form),
                                accountId,
                                id,
                                expected)
                        .query((row, _) -> TemplateRows.template(row))
                        .optional()
                        .orElseThrow(() -> otherVersion(accountId, id)));
        awaitSeen(next);
        return next;
    }

    /// Every gateway has the texts of all accounts in memory.
    ///
    /// @param id of the template that is replaced; 0: none
    private void checkTotal(long accountId, long id, TemplateForm form) {
        long others = jdbc.sql("SELECT coalesce(sum(length(texts::text)), 0) FROM templates.templates"
                        + " WHERE account_id = ? AND id <> ?")
                .params(accountId, id)
                .query(Long.class)
                .single();
        long own = form.texts().values().stream().mapToLong(String::length).sum();
        if (others + own > MOST_TOTAL) {
            throw Refusal.ofField(
                            Failure.CONFLICT, "texts", "an account may have " + MOST_TOTAL + " characters of templates")
                    .exception();
        }
    }

    private RefusedException otherVersion(long accountId, long id) {
        long now = find(jdbc, accountId, id).map(Template::version).orElseThrow(() -> missing(id));
        return Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the template is in version " + now)
                .exception();
    }

    private static Template named(TemplateForm form, java.util.function.Supplier<Template> write) {
        try {
            return write.get();
        } catch (DuplicateKeyException ignored) {
            throw Refusal.ofField(Failure.CONFLICT, "name", "the account has a template '" + form.name() + "'")
                    .exception();
        }
    }

    /// A client uses what it made in its next request, which often comes to the same process.
    private void awaitSeen(Template template) {
        seen.await(() -> {
            CompiledTemplate known = book.find(template.accountId(), template.id());
            return known != null && known.version() >= template.version();
        });
    }

    /// @throws RefusedException when the account has no such template
    public Template get(long accountId, long id) {
        return find(reads, accountId, id).orElseThrow(() -> missing(id));
    }

    private static Optional<Template> find(JdbcClient in, long accountId, long id) {
        return in.sql("SELECT " + TemplateRows.COLUMNS + " FROM templates.templates WHERE account_id = ? AND id = ?")
                .params(accountId, id)
                .query((row, _) -> TemplateRows.template(row))
                .optional();
    }

    /// Templates of an account by id.
    ///
    /// @param cursor of the page before; null: from the first
    public Page<Template> list(long accountId, String cursor, int limit) {
        List<Template> found = reads.sql("SELECT " + TemplateRows.COLUMNS + " FROM templates.templates"
                        + " WHERE account_id = ? AND id > ? ORDER BY id LIMIT ?")
                .params(accountId, Page.id(cursor, 0), limit + 1)
                .query((row, _) -> TemplateRows.template(row))
                .list();
        return Page.of(found, limit, Template::id);
    }

    /// Messages that were made of it stay.
    ///
    /// @throws RefusedException when the account has no such template
    public void remove(long accountId, long id) {
        int removed = jdbc.sql("DELETE FROM templates.templates WHERE account_id = ? AND id = ?")
                .params(accountId, id)
                .update();
        if (removed == 0) {
            throw missing(id);
        }
        seen.await(() -> book.find(accountId, id) == null);
    }

    private static RefusedException missing(long id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no template " + id).exception();
    }
}
