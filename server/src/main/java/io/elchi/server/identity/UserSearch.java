package io.elchi.server.identity;

import io.elchi.server.core.PrefixRange;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds people by the beginning of their e-mail or their name.
public final class UserSearch {
    private final JdbcClient jdbc;

    UserSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record FoundUser(long id, long accountId, String email, String name, String status) {}

    /// In the order of their e-mails.
    ///
    /// @param accounts only of these; null: of all
    public List<FoundUser> users(String text, List<Long> accounts, int most) {
        PrefixRange range = PrefixRange.of(text.toLowerCase(Locale.ROOT));
        Long[] within = accounts == null ? new Long[0] : accounts.toArray(Long[]::new);
        return jdbc.sql("SELECT id, account_id, email, name, status FROM (SELECT * FROM identity.users"
                        + " WHERE email ~>=~ ? AND email ~<~ ?"
                        + " UNION SELECT * FROM identity.users WHERE lower(name) ~>=~ ? AND lower(name) ~<~ ?) found"
                        + " WHERE ? OR account_id = ANY (?::bigint[]) ORDER BY email LIMIT ?")
                .params(range.first(), range.end(), range.first(), range.end(), accounts == null, within, most)
                .query((row, _) -> new FoundUser(
                        row.getLong("id"),
                        row.getLong("account_id"),
                        row.getString("email"),
                        row.getString("name"),
                        row.getString("status")))
                .list();
    }
}
