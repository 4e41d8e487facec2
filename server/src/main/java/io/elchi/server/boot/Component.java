package io.elchi.server.boot;

import io.elchi.server.accounts.Directory;
import io.elchi.server.adminapi.AnswerStreams;
import io.elchi.server.cluster.Leases;
import io.elchi.server.cluster.Processes;
import io.elchi.server.entrances.CallbackPosting;
import io.elchi.server.events.EventReader;
import io.elchi.server.events.EventStreams;
import io.elchi.server.gatewayapi.WarmUp;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.oauth.ClientDirectory;
import io.elchi.server.queue.Handoff;
import io.elchi.server.smppserver.ClientServer;
import io.elchi.server.webhooks.WebhookPosting;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/// What starts and ends with a process, beside the wiring of its modules. A process starts the components of its
/// roles in this order, and ends them in the opposite one: whatever comes in last still finds everything that it
/// needs.
enum Component {
    /// Its row, by which the others know it.
    PROCESS(Server::startProcess, server -> server.part(Processes.class).remove()),
    KEYS(_ -> {}, server -> {
        server.part(Directory.class).storeUse();
        server.part(ClientDirectory.class).storeUse();
    }),
    /// What the owners of other shards say, before anything is accepted for them.
    ELSEWHERE(server -> server.ifPresent(ElsewhereShards.class, ElsewhereShards::read), _ -> {}),
    LEASES(Server::watchLeases, server -> server.part(Leases.class).close()),
    EVENTS(_ -> {}, server -> server.ifPresent(EventReader.class, EventReader::close)),
    WEBHOOKS(Server::startPosting, server -> {
        server.part(CallbackPosting.class).close();
        server.part(WebhookPosting.class).close();
    }),
    HANDOFF(_ -> {}, server -> server.part(Handoff.class).close()),
    MESSAGE_PATH(
            server -> server.part(MessagePath.class).start(Server::end),
            server -> server.part(MessagePath.class).close()),
    REFUSALS(_ -> {}, server -> server.ifPresent(RefusalLog.class, RefusalLog::flush)),
    /// Its port opens with the modules. Its end comes before that of the message path: what is accepted is stored,
    /// and its links may still send it.
    HTTP(_ -> {}, Server::closeHttp),
    /// A stream would last as long as its client wants.
    STREAMS(_ -> {}, server -> {
        server.ifPresent(AnswerStreams.class, AnswerStreams::close);
        server.ifPresent(EventStreams.class, EventStreams::close);
    }),
    JOBS(Server::startJobs, Server::closeJobs),
    /// A client of a server that has started gets the stored state, and finds the server ready.
    SNAPSHOTS(Server::awaitSnapshots, _ -> {}),
    WARM_UP(server -> server.ifPresent(WarmUp.class, server::warmUp), _ -> {}),
    /// Its clients find everything ready, and are told to go before anything else ends.
    SMPP_SERVER(
            Server::startSmppServer, server -> server.part(ClientServer.class).close());

    /// Those of every process.
    static final Set<Component> COMMON =
            EnumSet.of(PROCESS, KEYS, ELSEWHERE, LEASES, EVENTS, HANDOFF, REFUSALS, HTTP, STREAMS, JOBS, SNAPSHOTS);

    private final Consumer<Server> start;
    private final Consumer<Server> stop;

    Component(Consumer<Server> start, Consumer<Server> stop) {
        this.start = start;
        this.stop = stop;
    }

    void start(Server server) {
        start.accept(server);
    }

    void stop(Server server) {
        stop.accept(server);
    }
}
