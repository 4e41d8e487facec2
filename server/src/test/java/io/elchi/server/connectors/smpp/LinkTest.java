package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.core.MessageClass;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.routing.LinkSettings;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SmppSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Links to a message centre on loopback: what is sent, and what comes of it.
class LinkTest {
    private final LinkScene scene = new LinkScene();
    private Smsc smsc;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
    }

    @AfterEach
    void close() throws Exception {
        smsc.close();
        scene.close();
    }

    @Test
    void aMessageIsSentAndItsIdComesBack() throws Exception {
        scene.bind(LinkScene.link(smsc));
        SubmitTask task = scene.send(scene.texts.text("Salom"));
        Exchange exchange = smsc.next();
        SubmitSm submit = Smsc.submit(exchange);
        assertThat(submit.source().digits()).isEqualTo("Bank");
        assertThat(submit.destination().digits()).isEqualTo("998901234567");
        assertThat(submit.validityPeriod()).isEqualTo("000000010000000R");
        smsc.answer(exchange, 0, "4711");
        Outcome.Submitted submitted = scene.next(Outcome.Submitted.class);
        assertThat(submitted.task()).isSameAs(task);
        assertThat(submitted.smscMessageId()).isEqualTo("4711");
        assertThat(submitted.late()).isFalse();
        assertThat(submitted.part()).isEqualTo(1);
        assertThat(submitted.total()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheWindowIsEverUnanswered() throws Exception {
        scene.bind(LinkScene.link(7, smsc, 5, 1, "3.4"));
        for (int i = 0; i < 100; i++) {
            scene.send(scene.texts.parts(1));
        }
        List<Exchange> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(smsc.next());
        }
        assertThat(scene.status().inFlight()).isEqualTo(5);
        assertThat(scene.status().window()).isEqualTo(5);
        smsc.answer(open.getFirst(), 0, "a");
        smsc.next();
        smsc.take();
        open.subList(1, 5).forEach(exchange -> smsc.answer(exchange, 0, "b"));
        for (int i = 0; i < 99; i++) {
            scene.next(Outcome.Submitted.class);
        }
        assertThat(smsc.mostOpen()).isEqualTo(5);
    }

    @Test
    void sessionsShareTheWork() throws Exception {
        scene.bind(LinkScene.link(7, smsc, 2, 3, "3.4"));
        for (int i = 0; i < 6; i++) {
            scene.send(scene.texts.text("Salom"));
        }
        Set<SmppSession> used = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            used.add(smsc.next().session());
        }
        assertThat(used).hasSize(3);
    }

    @Test
    void eachPartIsAMessageOfItsOwn() throws Exception {
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.text("0123456789".repeat(20)));
        smsc.answer(smsc.next(), 0, "first");
        smsc.answer(smsc.next(), CommandStatus.ESME_RSUBMITFAIL.code(), "");
        Outcome.Submitted first = scene.next(Outcome.Submitted.class);
        assertThat(first.part()).isEqualTo(1);
        assertThat(first.total()).isEqualTo(2);
        Outcome.Refused second = scene.next(Outcome.Refused.class);
        assertThat(second.part()).isEqualTo(2);
        assertThat(second.status()).isEqualTo(CommandStatus.ESME_RSUBMITFAIL.code());
        assertThat(second.tryNext()).isTrue();
    }

    @Test
    void aThrottledMessageIsSentAgainAfterARest() throws Exception {
        scene.bind(LinkScene.link(smsc));
        SubmitTask task = scene.send(scene.texts.text("Salom"));
        smsc.answer(smsc.next(), CommandStatus.ESME_RTHROTTLED.code(), "");
        Await.until("it waits", () -> scene.queue.size() == 1);
        assertThat(smsc.waiting()).isZero();
        scene.clock.advance(Duration.ofSeconds(1));
        smsc.answer(smsc.next(), 0, "x");
        assertThat(scene.next(Outcome.Submitted.class).task()).isEqualTo(task);
    }

    @Test
    void itsOwnTableOfStatuses() throws Exception {
        scene.bind(LinkScene.link(smsc, "refusals.statuses", List.of("0x0B=next", "0x45=fail")));
        scene.send(scene.texts.text("Salom"));
        smsc.answer(smsc.next(), 0x0B, "");
        assertThat(scene.next(Outcome.Refused.class).tryNext()).isTrue();
        scene.send(scene.texts.text("Salom"));
        smsc.answer(smsc.next(), 0x45, "");
        assertThat(scene.next(Outcome.Refused.class).tryNext()).isFalse();
    }

    @Test
    void whatIsExpiredIsNeverSent() throws Exception {
        SubmitTask expired = scene.send(scene.texts.text("Salom"));
        scene.clock.advance(Texts.VALIDITY);
        scene.bind(LinkScene.link(smsc));
        scene.clock.advance(Duration.ofSeconds(1));
        assertThat(scene.next(Outcome.Expired.class).task()).isSameAs(expired);
        scene.send(new Texts(scene.clock.now()).text("later"));
        assertThat(Smsc.submit(smsc.next()).shortMessage().length()).isEqualTo("later".length());
    }

    @Test
    void noResponseIsUnansweredAndALateOneIsStillHeard() throws Exception {
        scene.bind(LinkScene.link(smsc, "session.response_timer", "100ms"));
        scene.send(scene.texts.text("Salom"));
        Exchange exchange = smsc.next();
        Outcome.Unanswered unanswered = scene.next(Outcome.Unanswered.class);
        assertThat(unanswered.again()).isTrue();
        assertThat(unanswered.part()).isEqualTo(1);
        smsc.answer(exchange, 0, "late");
        Outcome.Submitted submitted = scene.next(Outcome.Submitted.class);
        assertThat(submitted.late()).isTrue();
        assertThat(submitted.smscMessageId()).isEqualTo("late");
    }

    @Test
    void aLinkMayForbidDuplicates() throws Exception {
        scene.operator("resend_unanswered", false);
        scene.bind(LinkScene.link(smsc, "session.response_timer", "100ms"));
        scene.send(scene.texts.text("Salom"));
        smsc.next();
        assertThat(scene.next(Outcome.Unanswered.class).again()).isFalse();
    }

    @Test
    void aCutConnectionLeavesItsWindowUnansweredAndIsMadeAgain() throws Exception {
        scene.bind(LinkScene.link(7, smsc, 3, 1, "3.4"));
        for (int i = 0; i < 5; i++) {
            scene.send(scene.texts.text("Salom"));
        }
        Set<SubmitTask> open = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            smsc.next();
        }
        assertThat(scene.health.reachable(1)).isTrue();
        smsc.cut();
        for (int i = 0; i < 3; i++) {
            Outcome.Unanswered unanswered = scene.next(Outcome.Unanswered.class);
            assertThat(unanswered.again()).isTrue();
            open.add(unanswered.task());
        }
        assertThat(open).hasSize(3);
        // The other two waited in the queue, and go over the next session.
        smsc.take();
        Await.until(
                "it is bound again", () -> smsc.binds() == 2 && scene.status().bound() == 1);
        scene.clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 2; i++) {
            assertThat(open).doesNotContain(scene.next(Outcome.Submitted.class).task());
        }
        assertThat(smsc.binds()).isEqualTo(2);
        assertThat(scene.status().problem()).isNull();
    }

    @Test
    void anOperatorThatUnbindsGetsNothingMoreAndOwesNothing() throws Exception {
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.text("Salom"));
        Exchange exchange = smsc.next();
        SmppSession session = smsc.session();
        smsc.unbind();
        smsc.answer(exchange, 0, "x");
        assertThat(scene.next(Outcome.Submitted.class).smscMessageId()).isEqualTo("x");
        assertThat(session.awaitClosed(Duration.ofSeconds(60))).isTrue();
        Await.until(
                "it is bound again", () -> smsc.binds() == 2 && scene.status().bound() == 1);
        scene.send(scene.texts.text("Salom"));
        assertThat(smsc.next().session()).isNotSameAs(session);
    }

    @Test
    void aRefusedBindIsSeenAndTriedAgain() throws Exception {
        smsc.refusing(CommandStatus.ESME_RINVPASWD);
        scene.use(LinkScene.link(smsc));
        Await.until("the refusal is told", () -> scene.status().problem() != null);
        assertThat(scene.status().problem()).contains("ESME_RINVPASWD");
        assertThat(scene.status().bound()).isZero();
        assertThat(scene.health.reachable(1)).isFalse();
    }

    @Test
    void linksAreStartedStoppedAndChangedWithoutDisturbingTheOthers() throws Exception {
        try (Smsc other = new Smsc()) {
            LinkSettings left = LinkScene.link(1, smsc, 10, 1, "3.4");
            LinkSettings changing = LinkScene.link(2, other, 10, 1, "3.4");
            scene.bind(left, changing);
            SmppSession stays = smsc.session();
            SmppSession goes = other.session();
            Instant since = scene.operator.status().stream()
                    .filter(status -> status.linkId() == 1)
                    .findFirst()
                    .orElseThrow()
                    .since();
            scene.clock.advance(Duration.ofMinutes(1));
            scene.bind(left, LinkScene.link(2, other, 20, 2, "3.4"));
            assertThat(goes.awaitClosed(Duration.ofSeconds(60))).isTrue();
            assertThat(other.sessions()).hasSize(2).doesNotContain(goes);
            assertThat(smsc.sessions()).containsExactly(stays);
            assertThat(scene.operator.status()).anySatisfy(status -> {
                assertThat(status.linkId()).isEqualTo(1);
                assertThat(status.since()).isEqualTo(since);
            });
            scene.use(left);
            Await.until("the link is gone", () -> other.sessions().isEmpty());
            assertThat(scene.operator.status()).hasSize(1);
            assertThat(scene.health.reachable(1)).isTrue();
            scene.use();
            assertThat(scene.operator.status()).isEmpty();
            assertThat(scene.health.reachable(1)).isFalse();
        }
    }

    @Test
    void aStoppingLinkTakesNothingMoreAndWaitsForItsAnswers() throws Exception {
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.text("Salom"));
        Exchange exchange = smsc.next();
        Thread stopping = Thread.ofVirtual().start(() -> {
            try {
                scene.use();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("the operator has no line", () -> !scene.health.reachable(1));
        SubmitTask waits = scene.send(scene.texts.text("Salom"));
        smsc.answer(exchange, 0, "x");
        stopping.join();
        assertThat(scene.next(Outcome.Submitted.class).task()).isNotSameAs(waits);
        Await.until("the other one waits", () -> scene.queue.size() == 1);
        assertThat(smsc.waiting()).isZero();
    }

    @Test
    void aLinkThatCannotBeStartedSaysSo() throws Exception {
        scene.bind(LinkScene.link(smsc, "tls.trusted_certificates", "/nowhere/ca.pem"));
        LinkSettings plain = LinkScene.link(smsc, "tls.trusted_certificates", "/nowhere/ca.pem");
        scene.use(new LinkSettings(
                plain.id(),
                1,
                "tls",
                true,
                LinkSettings.Protocol.SMPP,
                plain.host(),
                plain.port(),
                true,
                plain.bindAs(),
                1,
                plain.systemId(),
                plain.password(),
                "",
                "3.4",
                10,
                0,
                plain.options()));
        assertThat(scene.status().problem()).startsWith("cannot be started: ");
        assertThat(scene.status().bound()).isZero();
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws Exception {
        scene.bind(LinkScene.link(smsc, "submit.service_type", "TOOLONG"));
        scene.send(scene.texts.text("Salom"));
        Outcome.Refused refused = scene.next(Outcome.Refused.class);
        assertThat(refused.status()).isEqualTo(-1);
        assertThat(refused.tryNext()).isTrue();
        assertThat(refused.detail()).contains("service_type");
    }

    /// SMPP 3.3 has no TLVs: without them the operator would get an empty message, or parts that nobody can join.
    @ParameterizedTest
    @ValueSource(strings = {"message_payload", "sar"})
    void whatNeedsTlvsIsNotSentWithoutThem(String split) throws Exception {
        scene.bind(LinkScene.link(7, smsc, 10, 1, "3.3", "text.split", split));
        scene.send(scene.texts.text("0123456789".repeat(20)));
        Outcome.Refused refused = scene.next(Outcome.Refused.class);
        assertThat(refused.part()).isZero();
        assertThat(refused.tryNext()).isTrue();
        scene.send(scene.texts.text("short"));
        if (split.equals("sar")) {
            assertThat(Smsc.submit(smsc.next()).shortMessage().length()).isEqualTo("short".length());
        } else {
            scene.next(Outcome.Refused.class);
        }
    }

    /// The time until failover is the operator's: it holds also while the operator has no link at all.
    @Test
    void anOperatorWithoutALinkHasItsOwnTimeUntilFailover() throws Exception {
        scene.operator("otp_failover", "2s");
        SubmitTask otp = scene.send(scene.texts.text("Bank", "1234", 1, MessageClass.OTP, 2));
        scene.clock.advance(Duration.ofSeconds(2));
        assertThat(scene.next(Outcome.Refused.class).task()).isSameAs(otp);
    }

    @Test
    void anOldProblemGoesWhenTheLinkIsBoundAgain() throws Exception {
        scene.bind(LinkScene.link(smsc));
        smsc.cut();
        Await.until("the problem shows", () -> problem() != null);
        Await.until("it is bound again without one", () -> problem() == null);
        assertThat(scene.operator.status().getFirst().bound()).isEqualTo(1);
    }

    private String problem() {
        return scene.operator.status().getFirst().problem();
    }
}
