package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a session remembers of parts whose time was over.
class LateTest {
    @Test
    void thousandsThatAreNeverAnsweredDoNotHideTheOneThatIs() throws Exception {
        LinkScene scene = new LinkScene();
        try (Smsc smsc = new Smsc()) {
            SmppBoundSession line = new SmppBoundSession(
                    new LinkRunner(LinkScene.link(smsc), scene.operator, null, null, scene.clock, PduTraces.NONE));
            SubmitTask task = scene.texts.text("Salom");
            List<SubmitSm> submits = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                // Equal, and yet another one each time.
                SubmitSm submit = SubmitSm.builder().build();
                submits.add(submit);
                line.timedOut(new Dispatcher.PartSubmit(task, i + 1, 20_000, submit, line));
            }
            line.onLateResponse(null, submits.getLast(), new Frame(0, 1, new SubmitSmResp("x", Tlvs.NONE)));
            line.onLateResponse(null, submits.getLast(), new Frame(0, 1, new SubmitSmResp("x", Tlvs.NONE)));
            assertThat(scene.next(Outcome.Submitted.class).part()).isEqualTo(20_000);
            assertThat(scene.outcomes.size()).isZero();
        } finally {
            scene.close();
        }
    }
}
