package io.elchi.e2e.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The clients of one attack, in a process of their own.
///
/// Real attackers use the processors of other machines. Here they share two with the server, so their process has
/// a lower priority (`nice`): the server is attacked by all that the processors have left.
final class Attackers {
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final int NICENESS = 10;
    private static final int END_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    private Attackers(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// @throws IOException when the process does not begin
    static Attackers start(Attack attack, Attack.Target target, Path folder) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "nice",
                        "-n",
                        Integer.toString(NICENESS),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attackers.class.getName()))
                .redirectError(folder.resolve("attackers.log").toFile())
                .start();
        Attackers attackers = new Attackers(process);
        attackers.in.write(
                attack.name() + "\n" + target.port() + "\n" + target.key() + "\n" + target.messageId() + "\n");
        attackers.in.flush();
        if (!"begun".equals(attackers.out.readLine())) {
            throw new IOException("the attackers do not begin");
        }
        return attackers;
    }

    /// Ends the attack.
    ///
    /// @return the connections that were begun
    long end() throws IOException, InterruptedException {
        in.close();
        String begun = out.readLine();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (begun == null) {
            throw new IOException("the attackers ended early");
        }
        return Long.parseLong(begun);
    }

    /// Reads the attack from the standard input, and goes on until that ends.
    public static void main(String... none) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String name = in.readLine();
        Attack attack = Attacks.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Attack.Target target = new Attack.Target(Integer.parseInt(in.readLine()), in.readLine(), in.readLine());
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong begun = new AtomicLong();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < attack.connections(); i++) {
            clients.add(Thread.ofVirtual().name("attacker-" + i).start(() -> attack(attack, target, over, begun)));
        }
        System.out.println("begun");
        in.readLine();
        over.set(true);
        clients.forEach(Thread::interrupt);
        for (Thread each : clients) {
            each.join();
        }
        System.out.println(begun.get());
    }

    private static void attack(Attack attack, Attack.Target target, AtomicBoolean over, AtomicLong begun) {
        while (!over.get()) {
            try (Attack.Wire wire = new Attack.Wire(target.port())) {
                begun.incrementAndGet();
                attack.client().run(wire, target);
            } catch (IOException ignored) {
                // The server refused or closed the connection. The next one follows after a pause.
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT_DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
