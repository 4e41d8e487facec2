package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Page;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.intake.Previews;
import io.elchi.server.intake.WarmUpIntake;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.RequestLimits;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warms a process before it is ready: its first clients would wait for classes, compilers and connections.
/// Messages that are rolled back ([WarmUpIntake]) take the way of a request to send behind HTTP; requests to the
/// management port warm the HTTP server.
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ACCEPTED = 202;
    private static final int THREADS = 32;
    private static final int MAX_MESSAGES = 6_000;
    private static final int HTTP_CONNECTIONS = 4;
    private static final int MAX_REQUESTS = 4_000;
    private static final int HTTP_TIMEOUT_MILLIS = 2_000;
    private static final byte[] REQUEST =
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String[] CLASSES = {"otp", "transactional", "service", "promotional"};
    private static final String BODY = "{\"to\":\"+99890%07d\",\"from\":\"WarmUp\",\"class\":\"%s\",\"text\":"
            + "\"Your code is 481516. Do not tell it to anyone.\",\"reference\":\"order-17\"}";

    private final WarmUpIntake.Opening opening;
    private final Previews previews;
    private final Idempotency idempotency;
    private final RateLimits limits;
    private final RequestLimits requestLimits;
    private final Clock clock;
    private final Settings settings;

    /// @param atMost zero: no warm-up
    /// @param managementAddress what the management port listens on
    record Settings(Duration atMost, String managementAddress) {}

    WarmUp(
            WarmUpIntake.Opening opening,
            Previews previews,
            Idempotency idempotency,
            RateLimits limits,
            RequestLimits requestLimits,
            Clock clock,
            Settings settings) {
        this.opening = opening;
        this.previews = previews;
        this.idempotency = idempotency;
        this.limits = limits;
        this.requestLimits = requestLimits;
        this.clock = clock;
        this.settings = settings;
    }

    /// What a warm-up did.
    ///
    /// @param messages that were accepted, and rolled back
    /// @param requests over HTTP
    public record Done(int messages, int requests) {}

    /// Runs it, and returns after the time of `intake.warm_up` or earlier. A failure is logged: the process is
    /// only colder.
    public Done run(int managementPort) {
        AtomicInteger begun = new AtomicInteger();
        long started = System.nanoTime();
        AtomicInteger messages = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        try (WarmUpIntake intake = opening.open();
                Metrics uncounted = new Metrics()) {
            RefusalLog refusals = new RefusalLog(new NoRefusals(), clock, 1, uncounted);
            SendEndpoint endpoint = new SendEndpoint(
                    new SingleCodec(),
                    new SendEndpoint.Modules(
                            only(intake.caller()),
                            intake.intake(),
                            previews,
                            idempotency,
                            limits,
                            requestLimits,
                            refusals),
                    null);
            long end = started + settings.atMost.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(Thread.ofVirtual().name("warm-up-" + i).start(() -> send(endpoint, begun, messages, end)));
            }
            for (int i = 0; i < HTTP_CONNECTIONS; i++) {
                threads.add(
                        Thread.ofVirtual().name("warm-up-http-" + i).start(() -> ask(managementPort, requests, end)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Done done = new Done(messages.get(), requests.get());
        LOG.info("warmed up in {} ms: {}", (System.nanoTime() - started) / 1_000_000, done);
        return done;
    }

    private static Accounts only(Caller caller) {
        Authentication granted = new Authentication.Granted(caller);
        return new Accounts() {
            @Override
            public Authentication authenticate(String key, ClientCertificate certificate, InetAddress from) {
                return granted;
            }

            @Override
            public Optional<Account> account(long id) {
                return Optional.of(caller.account());
            }
        };
    }

    private static void send(SendEndpoint endpoint, AtomicInteger begun, AtomicInteger accepted, long end) {
        try {
            while (System.nanoTime() < end) {
                int i = begun.getAndIncrement();
                if (i >= MAX_MESSAGES) {
                    return;
                }
                byte[] body = BODY.formatted(i, CLASSES[i % CLASSES.length]).getBytes(StandardCharsets.UTF_8);
                FastResponse response = endpoint.handle(new FastRequest(
                        name -> name.equals("Content-Type") ? FastResponse.JSON : null,
                        _ -> body,
                        InetAddress.getLoopbackAddress(),
                        null,
                        "warm-up"));
                if (response.status() == ACCEPTED) {
                    accepted.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("a message of the warm-up failed: {}", e.toString());
        }
    }

    private void ask(int port, AtomicInteger asked, long end) {
        byte[] answer = new byte[8 * 1024];
        try (Socket socket = new Socket(managementAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HTTP_TIMEOUT_MILLIS);
            InputStream in = socket.getInputStream();
            while (asked.get() < MAX_REQUESTS && System.nanoTime() < end) {
                socket.getOutputStream().write(REQUEST);
                if (in.read(answer) < 0) {
                    return;
                }
                asked.incrementAndGet();
            }
        } catch (IOException e) {
            LOG.warn("a request of the warm-up failed: {}", e.toString());
        }
    }

    private InetAddress managementAddress() throws UnknownHostException {
        InetAddress address = InetAddress.getByName(settings.managementAddress);
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    /// Nothing of a warm-up is kept.
    private static final class NoRefusals implements RefusalLog.Store {
        @Override
        public void insert(List<RefusalLog.RefusedRequest> entries) {
            // Gone.
        }

        @Override
        public Page<RefusalLog.RefusedRequest> page(long accountId, String code, String cursor, int limit) {
            return Page.of(List.of(), limit, RefusalLog.RefusedRequest::id);
        }
    }
}
