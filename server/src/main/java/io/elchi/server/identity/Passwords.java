package io.elchi.server.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Passwords: which are good enough (NIST SP 800-63B-4, 3.1.1.2: length and no guessable ones, no rules about
/// characters), and their Argon2id hashes with the parameters of OWASP's cheat sheet: 19 MiB, 2 passes, 1 lane.
final class Passwords {
    static final int LEAST = 12;
    static final int MOST = 128;

    /// So many characters have to be there beside words about the person.
    private static final int REST = 8;

    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int KIB = 19_456;
    private static final int PASSES = 2;
    /// More guesses than an attacker over the network can make (10^8); of a scale from 0 to 4.
    private static final int STRONG = 3;
    private static final int NETWORKS = 256;
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(SALT, HASH, 1, KIB, PASSES);
    private final Zxcvbn strength = new Zxcvbn();
    private final Semaphore checks;
    /// A network has one of them, by its hash.
    private final List<Semaphore> networks =
            Stream.generate(() -> new Semaphore(1, true)).limit(NETWORKS).toList();
    /// What is compared when there is no password: the answer takes as long.
    private final String none;

    /// @param atATime how many are hashed at a time
    Passwords(int atATime) {
        checks = new Semaphore(atATime, true);
        none = encoder.encode("nobody has this password");
    }

    /// @param about words that an attacker tries first: the person's name and address
    /// @throws io.elchi.server.core.RefusedException when it is too short, too long or easily guessed; says which
    String hashed(String password, List<String> about) {
        String text = normal(password);
        int characters = text.codePointCount(0, text.length());
        if (characters < LEAST || characters > MOST) {
            throw weak("must have " + LEAST + " to " + MOST + " characters");
        }
        if (strength.measure(text, about).getScore() < STRONG
                || without(text, about).length() < REST) {
            throw weak("is easily guessed: use several words that do not belong together");
        }
        return alone(checks, () -> encoder.encode(text));
    }

    /// What is left without the words about the person.
    private static String without(String password, List<String> about) {
        String rest = password.toLowerCase(Locale.ROOT);
        for (String word : about) {
            if (word.length() >= 3) {
                rest = rest.replace(word, "");
            }
        }
        return rest;
    }

    private static RuntimeException weak(String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, "password", why).exception();
    }

    /// Compares one password of a network at a time: a flood of one network waits for itself first.
    ///
    /// @param hash null: there is none, and the password is not right
    /// @throws io.elchi.server.core.RefusedException when there are too many
    boolean isRight(String password, Visitor visitor, String hash) {
        if (password.length() > 2 * MOST) {
            return false;
        }
        Semaphore network = networks.get(Math.floorMod(visitor.network().hashCode(), NETWORKS));
        return alone(network, () -> alone(checks, () -> encoder.matches(normal(password), hash == null ? none : hash)))
                && hash != null;
    }

    /// The same letters however a keyboard composed them (RFC 8265, 4.2.1).
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private interface Work<T> {
        T done();
    }

    private static <T> T alone(Semaphore permits, Work<T> work) {
        try {
            if (!permits.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.after(Failure.BUSY, WAIT).exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Failure.SHUTTING_DOWN).exception();
        }
        try {
            return work.done();
        } finally {
            permits.release();
        }
    }
}
