package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.intake.SendRequest;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Any text that is split anywhere, with parts that come in any order.
class JoinedTextTest {
    private static final int CASES = 5_000;
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String GSM = "abcXYZ 0189@$_{}[]~|^\\\u20ac\u00e4\u03a9\n";
    private static final String ANY = GSM + "\u040e\u0437\u0431\u0435\u043a\u0000\uffff";

    private static SmppLogin login() {
        return new SmppLogin(
                1,
                2,
                "bank",
                1,
                new SmppLogin.BindRules(true, Set.of(), 1, List.of(), false, null),
                new SmppLogin.SubmitRules(
                        true,
                        10,
                        0,
                        SmppLogin.LoginAlphabet.GSM,
                        MessageClass.TRANSACTIONAL,
                        Map.of(),
                        false,
                        false,
                        true,
                        SmppLogin.FieldRules.NONE),
                new SmppLogin.DeliveryRules(SmppLogin.ReceiptForm.TEXT_AND_TLVS, SmppLogin.IdForm.UUID, true, null),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void joiningGivesTheText() {
        Seeds.forEach(CASES, random -> {
            boolean isGsm = random.nextBoolean();
            String text = text(random, isGsm);
            byte[] octets =
                    isGsm ? DefaultAlphabet.GSM.alphabet().encode(text, '?') : text.getBytes(StandardCharsets.UTF_16BE);
            List<byte[]> pieces = pieces(random, octets);
            List<SubmitSm> parts = new ArrayList<>();
            for (int i = 0; i < pieces.size(); i++) {
                parts.add(SplitText.part(pieces.get(i), 5, 0, 3, 77, pieces.size(), i + 1)
                        .dataCoding(isGsm ? 0 : 8)
                        .build());
            }
            Collections.shuffle(parts, new Random(random.nextLong()));
            assertThat(joined(parts, random).text()).isEqualTo(text);
        });
    }

    private static String text(SplittableRandom random, boolean isGsm) {
        String letters = isGsm ? GSM : ANY;
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(2, 600); i > 0; i--) {
            if (!isGsm && random.nextInt(8) == 0) {
                text.appendCodePoint(0x1f600 + random.nextInt(64));
            } else {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
        }
        return text.toString();
    }

    /// Cut anywhere, also between the two septets of an escape, and in a character of UCS-2.
    private static List<byte[]> pieces(SplittableRandom random, byte[] octets) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < octets.length || pieces.size() < 2; ) {
            int length = Math.min(octets.length - at, random.nextInt(1, 134));
            if (pieces.isEmpty()) {
                length = Math.min(length, octets.length - 1);
            }
            pieces.add(java.util.Arrays.copyOfRange(octets, at, at + length));
            at += length;
        }
        return pieces;
    }

    /// As the server does it: a set decides about each part, and some come twice.
    private static SendRequest joined(List<SubmitSm> parts, SplittableRandom random) {
        SmppLogin login = login();
        SubmitReader reader = new SubmitReader(login, Clock.SYSTEM);
        ClientPartReader finder = new ClientPartReader(login, reader);
        PartSet set = null;
        MessageId id = new MessageId(0x0123_4567_89ab_7000L, 0x8000_0000_0000_0000L);
        List<ClientPart> found = new ArrayList<>();
        for (SubmitSm submit : parts) {
            ClientPart part = ((ClientPartReader.PartRead.Found) finder.read(submit)).part();
            found.add(part);
            if (set == null) {
                set = new PartSet(row(part, id), Duration.ofMinutes(1));
            }
            PartSet.Verdict verdict = set.add(part, id, NOW);
            boolean isLast = found.size() == parts.size();
            MessageId own = PartIds.part(id, part.number());
            assertThat(verdict).isEqualTo(isLast ? new PartSet.Verdict.Complete(own) : new PartSet.Verdict.Stored(own));
            ClientPart again = found.get(random.nextInt(found.size()));
            assertThat(set.add(again, id, NOW))
                    .isEqualTo(
                            isLast && again == part
                                    ? new PartSet.Verdict.Refused(CommandStatus.ESME_RTHROTTLED)
                                    : new PartSet.Verdict.Stored(PartIds.part(id, again.number())));
        }
        found.sort(Comparator.comparingInt(ClientPart::number));
        return reader.joined(found.stream().map(ClientPart::submit).toList(), null);
    }

    private static PartSet.Row row(ClientPart part, MessageId id) {
        return new PartSet.Row(
                part.key(), id, 1, 2, part.total(), 0, 0, PartSet.State.WAITING, NOW, NOW.plusSeconds(60), null);
    }
}
