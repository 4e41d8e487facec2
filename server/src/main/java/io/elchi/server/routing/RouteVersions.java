package io.elchi.server.routing;

import io.elchi.server.tariffs.PriceBook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Numbers the versions of what decides: operators, routes, links, prices, costs, exchange rates and the minimum
/// margin. The same rows have the same number in each process, also when they were others in between.
public final class RouteVersions {
    private final JdbcClient jdbc;

    public RouteVersions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The number of the version with this digest; a new one when it was never used before.
    public long of(byte[] digest) {
        return jdbc.sql("INSERT INTO routing.versions (digest) VALUES (?)"
                        + " ON CONFLICT (digest) DO UPDATE SET loaded_at = now() RETURNING id")
                .param(digest)
                .query(Long.class)
                .single();
    }

    /// A digest of all that decides. Of links it has what the number of submit_sm depends on.
    static byte[] digest(
            Collection<Operator> operators,
            Collection<Route> routes,
            Collection<LinkSettings> links,
            PriceBook book,
            int minimumMarginPercent) {
        MessageDigest digest = sha256();
        add(digest, "margin " + minimumMarginPercent);
        operators.stream()
                .sorted(Comparator.comparingLong(Operator::id))
                .forEach(operator -> add(digest, operator.toString()));
        routes.stream().sorted(Comparator.comparingLong(Route::id)).forEach(route -> add(digest, route.toString()));
        links.stream().sorted(Comparator.comparingLong(LinkSettings::id)).forEach(link -> add(digest, text(link)));
        add(digest, "prices " + book.digest());
        return digest.digest();
    }

    private static String text(LinkSettings link) {
        LinkOptions.TextOptions text = link.options().text();
        return "link " + link.id() + " " + link.operatorId() + " " + link.started() + " " + link.bindAs() + " "
                + text.defaultAlphabet() + " " + text.split() + " " + text.payloadOctets() + " "
                + new TreeSet<>(text.dataCodings()) + " " + text.nationalTables();
    }

    private static void add(MessageDigest digest, String row) {
        digest.update(row.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
