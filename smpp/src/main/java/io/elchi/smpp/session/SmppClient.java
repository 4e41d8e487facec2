package io.elchi.smpp.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The ESME's side: makes sessions that are bound. One client serves any number of them with a few event loops.
///
/// ```java
/// try (SmppClient client = SmppClient.create()) {
///     SmppSession session = client.connect(ClientConfig.transceiver("127.0.0.1", 2775, "bank", "secret"), handler);
///     Reply<SubmitSmResp> reply = session.send(submit);
/// }
/// ```
public final class SmppClient implements AutoCloseable {
    private final Loops loops;

    private SmppClient(Loops loops) {
        this.loops = loops;
    }

    /// A client with one event loop a processor.
    public static SmppClient create() {
        return create(Runtime.getRuntime().availableProcessors());
    }

    public static SmppClient create(int eventLoops) {
        return new SmppClient(new Loops("smpp-client", eventLoops));
    }

    /// Connects and binds; blocks until the session is bound.
    ///
    /// @throws BindFailedException the message centre refused or did not answer
    /// @throws IOException the connection could not be made
    /// @throws InterruptedException the connection is closed
    public SmppSession connect(ClientConfig config, SessionHandler handler) throws IOException, InterruptedException {
        Binding binding = new Binding(config, handler);
        SmppSession session = new SmppSession(SessionRole.ESME, config.session(), loops.workers(), binding, binding);
        // Looked up here: a name server that does not answer would stop every link of an event loop.
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new IOException("no connection to " + config.host() + ":" + config.port() + ": unknown host");
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(config))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new SessionInitializer(loops, session, config.tls(), config.host(), config.port()))
                .connect(address);
        try {
            if (!connecting.await().isSuccess()) {
                throw new IOException(
                        "no connection to " + config.host() + ":" + config.port() + ": "
                                + connecting.cause().getMessage(),
                        connecting.cause());
            }
            return binding.await(session);
        } catch (InterruptedException e) {
            connecting.channel().close();
            throw e;
        }
    }

    private static int millis(ClientConfig config) {
        return (int) Math.min(Integer.MAX_VALUE, config.connectTimeout().toMillis());
    }

    /// Listens for message centres that connect and ask to be bound to by outbind (SMPP 5.0, 4.1.1.7).
    ///
    /// @param config of the sessions; its session_init timer limits the time until a connection is bound
    /// @param handlers gives each connection its handler
    /// @return open until it is closed, or this client is
    public OutbindListener listenForOutbind(
            InetSocketAddress address,
            OutbindListener.Policy policy,
            SessionConfig config,
            Supplier<? extends SessionHandler> handlers)
            throws IOException, InterruptedException {
        return new OutbindListener(loops, address, policy, config, handlers);
    }

    /// Closes every session at once, without unbind, and frees the event loops. Waits for them, so not for a
    /// handler on one of them to call.
    @Override
    public void close() {
        loops.close();
    }

    /// Binds a connection, and is its handler until the session is bound.
    private static final class Binding implements Lifecycle.Peer, SessionHandler {
        private final ClientConfig config;
        private final SessionHandler handler;
        private final CompletableFuture<SmppSession> bound = new CompletableFuture<>();
        private volatile int refusal;

        Binding(ClientConfig config, SessionHandler handler) {
            this.config = config;
            this.handler = handler;
        }

        @Override
        public void connected(SmppSession session) {
            session.lifecycle().bind(config.bind(), status -> refusal = status);
        }

        @Override
        public void onBound(SmppSession session) {
            session.handler(handler);
            session.handler().onBound(session);
            bound.complete(session);
        }

        @Override
        public void onRequest(Exchange exchange) {
            throw new IllegalStateException("a request before the bind");
        }

        @Override
        public void closed(SmppSession session, CloseReason reason) {
            bound.completeExceptionally(new BindFailedException(reason, refusal, session.failure()));
        }

        SmppSession await(SmppSession session) throws IOException, InterruptedException {
            long timeout = config.connectTimeout()
                    .plus(config.session().responseTimer())
                    .toNanos();
            try {
                return bound.get(timeout, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                session.close();
                throw new BindFailedException(CloseReason.BIND_TIMEOUT, 0, null);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BindFailedException failed) {
                    throw failed;
                }
                throw new IOException(e.getCause());
            }
        }
    }
}
