package io.elchi.smpp.session;

import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.SubmitMultiResp;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// congestion_state of SMPP 5.0 (2.10, 4.8.4.18): ours is sent to the peer, the peer's reduces our window. A peer
/// that reported it once and then answers without it has not been congested ever since: the report fades.
final class Congestion {
    private static final int HIGHEST = 99;
    private static final long FADES_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Congestion() {}

    /// The answer with our load, when the peer speaks 5.0: the share of requests in progress.
    static Response report(SmppSession session, Response answer) {
        if (session.version() != InterfaceVersion.V5_0 || !session.config().reportCongestion()) {
            return answer;
        }
        int load = Math.min(
                HIGHEST, 100 * session.inbound().inProgress() / session.config().maxInProgress());
        return switch (answer) {
            case SubmitSmResp resp -> new SubmitSmResp(resp.messageId(), with(resp.tlvs(), load));
            case DataSmResp resp -> new DataSmResp(resp.messageId(), with(resp.tlvs(), load));
            case SubmitMultiResp resp ->
                new SubmitMultiResp(resp.messageId(), resp.unsuccessSmes(), with(resp.tlvs(), load));
            default -> answer;
        };
    }

    private static Tlvs with(Tlvs tlvs, int load) {
        return tlvs.find(TlvTag.CONGESTION_STATE.id()).isPresent() ? tlvs : tlvs.with(TlvTag.CONGESTION_STATE, load);
    }

    static void heed(SmppSession session, Tlvs tlvs) {
        if (tlvs.size() > 0) {
            Optional<Integer> reported = tlvs.get(TlvTag.CONGESTION_STATE);
            if (reported.isPresent()) {
                session.congestion(reported.get());
                return;
            }
        }
        if (session.congestion() > 0 && session.timers().now() - session.congestedSince() >= FADES_NANOS) {
            session.congestion(0);
        }
    }
}
