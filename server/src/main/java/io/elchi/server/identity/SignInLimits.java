package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Slows down who guesses passwords and codes, over all processes. Each attempt is counted as a failure before
/// anything is compared, and taken back when it was none: attempts side by side are all counted.
///
/// After some failures the next attempt has to wait, each time twice as long. A person from one address waits
/// longest. All addresses together wait a minute at most, and an address where the person signed in before does
/// not wait for them: strangers can delay a person who comes from a new address, and nobody else.
final class SignInLimits {
    private static final String COUNT =
            "INSERT INTO identity.attempts AS a (kind, subject, failures, locked_until, last_at)"
                    + " VALUES (?, ?, 1, ?, ?) ON CONFLICT (kind, subject) DO UPDATE SET failures = CASE WHEN a.last_at < ? THEN 1"
                    + " ELSE a.failures + 1 END, last_at = excluded.last_at, locked_until = excluded.last_at"
                    + " + make_interval(secs => CASE WHEN a.last_at < ? OR a.failures + 1 < ? THEN 0"
                    + " ELSE least(?, power(2, least(a.failures + 1 - ?, 20))) END)"
                    + " WHERE a.locked_until <= excluded.last_at RETURNING failures";
    /// How long an address is the person's own after a sign-in.
    private static final Duration KNOWN = Duration.ofDays(90);

    private static final Duration REMEMBERED = Duration.ofDays(1);
    /// Of addresses of IPv6 and of unknown e-mails only so many are told apart: the table does not grow with what
    /// a stranger makes up. An address of IPv4 has to be had.
    private static final int BUCKETS = 1 << 20;

    /// What is counted, how many failures are free, and the longest wait.
    private enum Kind {
        PAIR(5, Duration.ofMinutes(15)),
        USER(50, Duration.ofMinutes(1)),
        ADDRESS(100, Duration.ofMinutes(15)),
        EMAIL(5, Duration.ofMinutes(15)),
        NOBODY(50, Duration.ofMinutes(1));

        private final int free;
        private final Duration longest;

        Kind(int free, Duration longest) {
            this.free = free;
            this.longest = longest;
        }
    }

    private record Subject(Kind kind, String text) {}

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    SignInLimits(JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// An attempt that is counted.
    final class Attempt {
        private final List<Subject> subjects;

        private Attempt(List<Subject> subjects) {
            this.subjects = subjects;
        }

        /// It was right: what the person failed before from there is forgotten.
        ///
        /// @param steps that are taken back: 2 when the step before was counted, too
        void succeeded(int steps) {
            transactions.executeWithoutResult(_ -> takeBack(steps));
        }

        private void takeBack(int steps) {
            for (Subject subject : subjects) {
                if (subject.kind == Kind.PAIR) {
                    jdbc.sql("DELETE FROM identity.attempts WHERE kind = ? AND subject = ?")
                            .params(name(subject.kind), subject.text)
                            .update();
                } else {
                    jdbc.sql("UPDATE identity.attempts SET failures = greatest(failures - ?, 0), locked_until = last_at"
                                    + " WHERE kind = ? AND subject = ?")
                            .params(steps, name(subject.kind), subject.text)
                            .update();
                }
            }
        }
    }

    /// From an address where the person signed in before, what others fail elsewhere does not count.
    ///
    /// @throws io.elchi.server.core.RefusedException when it comes too early; says when it may come again
    Attempt ofUser(long user, InetAddress from) {
        Subject pair = new Subject(Kind.PAIR, user + " " + network(from));
        Subject address = new Subject(Kind.ADDRESS, network(from));
        return begin(
                wasHere(user, from)
                        ? List.of(pair, address)
                        : List.of(pair, new Subject(Kind.USER, Long.toString(user)), address));
    }

    private boolean wasHere(long user, InetAddress from) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identity.sign_ins WHERE user_id = ? AND address = ? AND result ="
                        + " 'signed_in' AND at > ?)")
                .params(user, from.getHostAddress(), clock.now().minus(KNOWN).atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /// The same for somebody whose name comes from elsewhere, and is not guessed.
    Attempt ofAddress(InetAddress from) {
        return begin(List.of(new Subject(Kind.ADDRESS, network(from))));
    }

    /// Counts nothing.
    ///
    /// @throws io.elchi.server.core.RefusedException when attempts of the address have to wait
    void checkAddress(InetAddress from) {
        Instant now = clock.now();
        boolean waits = jdbc.sql("SELECT EXISTS (SELECT FROM identity.attempts WHERE kind = ? AND subject = ?"
                        + " AND locked_until > ?)")
                .params(name(Kind.ADDRESS), network(from), now.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
        if (waits) {
            throw Refusal.after(Failure.RATE_LIMITED, wait(new Subject(Kind.ADDRESS, network(from)), now))
                    .exception();
        }
    }

    /// The same for an e-mail that nobody has.
    Attempt ofNobody(String email, InetAddress from) {
        return begin(List.of(
                new Subject(Kind.EMAIL, bucket(email + " " + network(from))),
                new Subject(Kind.NOBODY, bucket(email)),
                new Subject(Kind.ADDRESS, network(from))));
    }

    /// An attempt that has to wait for one of them is counted for none. All attempts lock the rows in the order of
    /// their kinds.
    private Attempt begin(List<Subject> subjects) {
        Instant now = clock.now();
        transactions.executeWithoutResult(_ -> subjects.forEach(subject -> count(subject, now)));
        return new Attempt(subjects);
    }

    private void count(Subject subject, Instant now) {
        Instant forgotten = now.minus(REMEMBERED);
        Kind kind = subject.kind;
        boolean counted = jdbc.sql(COUNT)
                .params(
                        name(kind),
                        subject.text,
                        now.atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC),
                        forgotten.atOffset(ZoneOffset.UTC),
                        forgotten.atOffset(ZoneOffset.UTC),
                        kind.free,
                        kind.longest.toSeconds(),
                        kind.free)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!counted) {
            throw Refusal.after(Failure.RATE_LIMITED, wait(subject, now)).exception();
        }
    }

    private Duration wait(Subject subject, Instant now) {
        return jdbc.sql("SELECT locked_until FROM identity.attempts WHERE kind = ? AND subject = ?")
                .params(name(subject.kind), subject.text)
                .query((row, _) ->
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .optional()
                .map(until -> Duration.between(now, until))
                .filter(Duration::isPositive)
                .orElse(Duration.ofSeconds(1));
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// Of IPv6 the first 64 bits: who has one address has all of them.
    private static String network(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address
                ? bucket(String.join(":", List.of(text.split(":")).subList(0, 4)))
                : text;
    }

    private static String bucket(String text) {
        byte[] hash = RandomText.hash(text);
        return Integer.toString(((hash[0] & 0xFF) << 16 | (hash[1] & 0xFF) << 8 | hash[2] & 0xFF) % BUCKETS);
    }

    /// Deletes what is forgotten anyway.
    void forget() {
        jdbc.sql("DELETE FROM identity.attempts WHERE last_at < ?")
                .param(clock.now().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
