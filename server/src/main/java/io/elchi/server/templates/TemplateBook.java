package io.elchi.server.templates;

import io.elchi.server.core.LongMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The templates of one moment. Immutable.
final class TemplateBook {
    static final TemplateBook EMPTY = new TemplateBook(LongMap.empty());

    private final LongMap<OfAccount> accounts;

    /// The templates of an account; an id and a name never look alike, since one is a number in JSON.
    private record OfAccount(Map<Long, CompiledTemplate> byId, Map<String, CompiledTemplate> byName) {
        static OfAccount of(List<Template> templates) {
            OfAccount own = new OfAccount(new HashMap<>(), new HashMap<>());
            for (Template template : templates) {
                CompiledTemplate compiled = new CompiledTemplate(template);
                own.byId.put(template.id(), compiled);
                own.byName.put(template.form().name(), compiled);
            }
            return own;
        }
    }

    private TemplateBook(LongMap<OfAccount> accounts) {
        this.accounts = accounts;
    }

    /// @param changed all templates of each account that changed; an account without one has an empty list
    TemplateBook with(Map<Long, List<Template>> changed) {
        Map<Long, OfAccount> put = new HashMap<>();
        Set<Long> removed = new HashSet<>();
        changed.forEach((account, templates) -> {
            if (templates.isEmpty()) {
                removed.add(account);
            } else {
                put.put(account, OfAccount.of(templates));
            }
        });
        return new TemplateBook(accounts.with(put, removed));
    }

    /// null: the account has no such template.
    CompiledTemplate find(long accountId, long id) {
        OfAccount own = accounts.get(accountId);
        return own == null ? null : own.byId.get(id);
    }

    /// null: the account has no such template.
    CompiledTemplate find(long accountId, String name) {
        OfAccount own = accounts.get(accountId);
        return own == null ? null : own.byName.get(name);
    }
}
