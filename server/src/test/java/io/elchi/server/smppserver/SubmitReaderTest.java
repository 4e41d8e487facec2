package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.intake.SendRequest;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a submit_sm means.
class SubmitReaderTest {
    private static final int CASES = 50_000;
    private static final int[] TAGS = {0x0424, 0x020C, 0x020E, 0x020F, 0x1400, 0x3FFF, 0x0204, 0x0501};

    private static SubmitReader reader(SmppLogin.LoginAlphabet alphabet) {
        return reader(alphabet, true);
    }

    private static SubmitReader reader(SmppLogin.LoginAlphabet alphabet, boolean binary) {
        return reader(alphabet, binary, SmppLogin.FieldRules.NONE);
    }

    private static SubmitReader reader(SmppLogin.LoginAlphabet alphabet, boolean binary, SmppLogin.FieldRules fields) {
        SmppLogin login = new SmppLogin(
                1,
                2,
                "bank",
                1,
                new SmppLogin.BindRules(true, Set.of(), 1, List.of(), false, null),
                new SmppLogin.SubmitRules(
                        true,
                        10,
                        0,
                        alphabet,
                        MessageClass.TRANSACTIONAL,
                        Map.of("OTP", MessageClass.OTP),
                        binary,
                        false,
                        false,
                        fields),
                new SmppLogin.DeliveryRules(SmppLogin.ReceiptForm.TEXT_AND_TLVS, SmppLogin.IdForm.UUID, true, null),
                Instant.EPOCH,
                Instant.EPOCH);
        return new SubmitReader(login, Clock.SYSTEM);
    }

    private static SendRequest request(SubmitReader reader, SubmitSm.Builder submit) {
        return ((SubmitReader.Read.Message) reader.read(submit.build(), null)).request();
    }

    private static String status(SubmitReader reader, SubmitSm.Builder submit) {
        return ((SubmitReader.Read.Invalid) reader.read(submit.build(), null))
                .status()
                .name();
    }

    @ParameterizedTest
    @CsvSource({"GSM, 00, @", "LATIN_1, e4, ä", "ASCII, 41, A", "GSM, 1b65, €"})
    void dataCodingZeroIsOfTheLoginsAlphabet(SmppLogin.LoginAlphabet alphabet, String octets, String text) {
        SubmitSm.Builder submit = SubmitSm.builder().shortMessage(Octets.ofHex(octets));
        assertThat(request(reader(alphabet), submit).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 5, 0, ESME_RINVDCS",
        "0, 1, 0, ESME_RINVSRCTON",
        "0, 5, 1, ESME_RINVSRCNPI",
        "0, 5, 0, ",
        "3, 0, 8, "
    })
    void fieldsHaveTheValuesThatTheLoginMayUse(int coding, int ton, int npi, String status) {
        SubmitReader reader = reader(
                SmppLogin.LoginAlphabet.GSM,
                false,
                new SmppLogin.FieldRules(0, Set.of(0, 3), Set.of(0, 5), Set.of(0, 8)));
        SubmitSm.Builder submit = SubmitSm.builder()
                .source(new Address(ton, npi, "Bank"))
                .dataCoding(coding)
                .shortMessage(Octets.ofHex("41"));
        if (status == null) {
            assertThat(request(reader, submit).text()).isEqualTo("A");
        } else {
            assertThat(status(reader, submit)).isEqualTo(status);
        }
    }

    @Test
    void dataCodingZeroMayStandForAnotherOne() {
        SubmitReader reader =
                reader(SmppLogin.LoginAlphabet.GSM, false, new SmppLogin.FieldRules(8, Set.of(0), Set.of(), Set.of()));
        SubmitSm.Builder submit = SubmitSm.builder().shortMessage(Octets.ofHex("0416"));
        assertThat(request(reader, submit).text()).isEqualTo("Ж");
        SendRequest scheduled = request(reader, submit.scheduleDeliveryTime("000000020000000R"));
        assertThat(scheduled.extras().delivery().clientCoding())
                .as("as the client gave it")
                .isZero();
        assertThat(status(reader, submit.dataCoding(8))).isEqualTo("ESME_RINVDCS");
    }

    @ParameterizedTest
    @CsvSource({"8, 0416, Ж, false", "24, 0416, Ж, true", "16, 41, A, true", "3, e4, ä, false", "240, 41, A, true"})
    void otherCodingsAreReadByTheSpecification(int coding, String octets, String text, boolean flash) {
        SendRequest request = request(
                reader(SmppLogin.LoginAlphabet.GSM),
                SubmitSm.builder().dataCoding(coding).shortMessage(Octets.ofHex(octets)));
        assertThat(request.text()).isEqualTo(text);
        assertThat(request.extras().data()).isNull();
        assertThat(request.extras().delivery().flash()).isEqualTo(flash);
    }

    @ParameterizedTest
    @CsvSource({"4", "245", "241", "200", "18"})
    void whatIsNoPlainTextGoesAsItIs(int coding) {
        SendRequest request = request(
                reader(SmppLogin.LoginAlphabet.GSM),
                SubmitSm.builder().dataCoding(coding).shortMessage(Octets.ofHex("4100")));
        assertThat(request.extras().data().octets()).isEqualTo(HexFormat.of().parseHex("4100"));
        assertThat(request.extras().data().dataCoding()).isEqualTo(coding);
    }

    @Test
    void withoutTheRightOnlyTextsMayBeSubmitted() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.GSM, false);
        SubmitSm.Builder part = SubmitSm.builder().esmClass(0x40).shortMessage(Octets.ofHex("050003aa020141"));
        assertThat(request(reader, part).extras().data().isPart()).isTrue();
        SubmitSm.Builder text = SubmitSm.builder().shortMessage(Octets.ofHex("41"));
        assertThat(request(reader, text.tlvs(Tlvs.of(new Tlv(0x1400, Octets.ofHex("01")))))
                        .extras()
                        .delivery()
                        .tlvs())
                .isEmpty();
        assertThat(status(reader, SubmitSm.builder().dataCoding(4).shortMessage(Octets.ofHex("41"))))
                .isEqualTo("ESME_RSUBMITFAIL");
        assertThat(status(reader, SubmitSm.builder().dataCoding(0x10).shortMessage(Octets.ofHex("41"))))
                .isEqualTo("ESME_RSUBMITFAIL");
        String ports = "06050423f40000" + "41";
        assertThat(status(reader, SubmitSm.builder().esmClass(0x40).shortMessage(Octets.ofHex(ports))))
                .isEqualTo("ESME_RSUBMITFAIL");
    }

    @Test
    void aFullPartOfSeptetsWithAMessageClassIsOneMessage() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.GSM);
        SubmitSm.Builder full = SubmitSm.builder().dataCoding(0xF1).shortMessage(Octets.ofHex("41".repeat(160)));
        assertThat(request(reader, full).extras().data().isPart()).isTrue();
        assertThat(status(reader, full.shortMessage(Octets.ofHex("41".repeat(161)))))
                .isEqualTo("ESME_RINVMSGLEN");
    }

    @ParameterizedTest
    @CsvSource({"0, 153", "8, 134"})
    void fullSegmentsWithSarTlvsFit(int coding, int octets) {
        SubmitSm.Builder submit = SubmitSm.builder()
                .dataCoding(coding)
                .shortMessage(Octets.ofHex("00".repeat(octets)))
                .tlvs(Tlvs.NONE
                        .with(TlvTag.SAR_MSG_REF_NUM, 0x1234)
                        .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                        .with(TlvTag.SAR_SEGMENT_SEQNUM, 1));
        assertThat(request(reader(SmppLogin.LoginAlphabet.GSM), submit)
                        .extras()
                        .data()
                        .header())
                .isEqualTo(new byte[] {5, 0, 3, 0x34, 2, 1});
    }

    /// Links have GSM septets at data_coding 0.
    @Test
    void partsInAnotherAlphabetBecomeSeptets() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.LATIN_1);
        SubmitSm.Builder part = SubmitSm.builder().esmClass(0x40).shortMessage(Octets.ofHex("050003aa0201" + "4024e4"));
        assertThat(request(reader, part).extras().data().octets()).isEqualTo(new byte[] {0x00, 0x02, 0x7b});
        assertThat(status(reader, part.shortMessage(Octets.ofHex("050003aa0201" + "e7"))))
                .isEqualTo("ESME_RINVDCS");
    }

    @Test
    void theClassIsThatOfTheServiceType() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.GSM);
        SubmitSm.Builder submit = SubmitSm.builder().shortMessage(Octets.of("x", StandardCharsets.US_ASCII));
        assertThat(request(reader, submit.serviceType("OTP")).messageClass()).isEqualTo(MessageClass.OTP);
        assertThat(request(reader, submit.serviceType("CMT")).messageClass()).isEqualTo(MessageClass.TRANSACTIONAL);
    }

    @Test
    void timesAreReadFromNowOn() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.GSM);
        SubmitSm.Builder submit = SubmitSm.builder().shortMessage(Octets.of("x", StandardCharsets.US_ASCII));
        assertThat(request(reader, submit.validityPeriod("000000010000000R")).validity())
                .isEqualTo(Duration.ofHours(1));
        SendRequest later =
                request(reader, submit.scheduleDeliveryTime("000000020000000R").validityPeriod("000000030000000R"));
        assertThat(later.notBefore())
                .isBetween(Instant.now().plusSeconds(7_190), Instant.now().plusSeconds(7_210));
        assertThat(later.validity()).as("from the scheduled time on").isEqualTo(Duration.ofHours(1));
        assertThat(status(reader, submit.validityPeriod("261301000000000+"))).isEqualTo("ESME_RINVEXPIRY");
    }

    @Test
    void numbersAreInternationalWhenTheirTypeSaysSo() {
        SubmitReader reader = reader(SmppLogin.LoginAlphabet.GSM);
        SubmitSm.Builder submit = SubmitSm.builder().shortMessage(Octets.of("x", StandardCharsets.US_ASCII));
        assertThat(request(reader, submit.destination(new Address(1, 1, "998901234567")))
                        .to())
                .isEqualTo("+998901234567");
        assertThat(request(reader, submit.destination(new Address(0, 1, "901234567")))
                        .to())
                .isEqualTo("901234567");
        assertThat(request(reader, submit.destination(new Address(1, 1, "+998901234567")))
                        .to())
                .isEqualTo("+998901234567");
    }

    /// Whatever the fields are, there is a message or a status.
    @ParameterizedTest
    @EnumSource
    void everySubmitHasAMeaning(SmppLogin.LoginAlphabet alphabet) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SubmitReader reader = reader(alphabet);
        int messages = 0;
        for (int i = 0; i < CASES; i++) {
            SubmitSm submit = random(random);
            SubmitReader.Read read;
            try {
                read = reader.read(submit, null);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + submit + " " + submit.shortMessage(), e);
            }
            if (read instanceof SubmitReader.Read.Message(SendRequest request)) {
                messages++;
                assertThat(request.to()).isNotNull();
                assertThat(request.from()).isNotNull();
                assertThat(request.text()).isNotNull();
            }
        }
        assertThat(messages).as("seed " + seed).isBetween(CASES / 100, CASES - 1);
    }

    private static SubmitSm random(SplittableRandom random) {
        List<Tlv> tlvs = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            tlvs.add(new Tlv(TAGS[random.nextInt(TAGS.length)], octets(random, random.nextInt(10) == 0 ? 5_000 : 4)));
        }
        boolean likely = random.nextBoolean();
        return SubmitSm.builder()
                .serviceType(random.nextBoolean() ? "OTP" : "")
                .source(new Address(random.nextInt(256), random.nextInt(256), latin(random)))
                .destination(new Address(random.nextInt(3), 1, random.nextBoolean() ? "998901234567" : latin(random)))
                .esmClass(likely ? random.nextInt(2) * 0x40 : random.nextInt(256))
                .protocolId(random.nextInt(256))
                .priorityFlag(likely ? random.nextInt(4) : random.nextInt(256))
                .scheduleDeliveryTime(random.nextInt(4) == 0 ? latin(random) : "")
                .validityPeriod(random.nextInt(4) == 0 ? latin(random) : "")
                .registeredDelivery(random.nextInt(256))
                .replaceIfPresent(random.nextInt(10) == 0 ? 1 : 0)
                .dataCoding(random.nextInt(256))
                .shortMessage(random.nextInt(4) == 0 ? Octets.EMPTY : octets(random, 254))
                .tlvs(Tlvs.of(tlvs))
                .build();
    }

    private static Octets octets(SplittableRandom random, int most) {
        byte[] octets = new byte[random.nextInt(most + 1)];
        random.nextBytes(octets);
        if (octets.length > 6 && random.nextBoolean()) {
            System.arraycopy(new byte[] {5, 0, 3, 1, 2, 1}, 0, octets, 0, 6);
        }
        return Octets.of(octets);
    }

    private static String latin(SplittableRandom random) {
        return octets(random, 20).text(StandardCharsets.ISO_8859_1);
    }
}
