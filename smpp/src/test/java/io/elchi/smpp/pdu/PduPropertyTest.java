package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PduPropertyTest {
    @Test
    void whatIsSentIsReadAgain() {
        Seeds.forEach(500, random -> {
            PduGenerator generator = new PduGenerator(random);
            for (Pdu pdu : generator.oneOfEach()) {
                Frame frame = generator.frame(pdu);
                Frame read = PduCodec.decode(PduCodec.encode(frame));
                assertThat(read.pdu()).isEqualTo(pdu);
                assertThat(read.status()).isEqualTo(frame.status());
                assertThat(read.sequence()).isEqualTo(frame.sequence());
                assertThat(read.defects()).allMatch(defect -> defect.kind() == Defect.Kind.TLV_LENGTH);
            }
        });
    }

    @Test
    void every33CommandsAreGeneratedAndDecodeToARecord() {
        TreeSet<Integer> ids = new TreeSet<>(Integer::compareUnsigned);
        for (Pdu pdu : new PduGenerator(new SplittableRandom(1)).oneOfEach()) {
            ids.add(pdu.commandId());
            Pdu read = PduCodec.decode(PduCodec.encode(new Frame(0, 1, pdu))).pdu();
            assertThat(read).isNotInstanceOf(UnknownPdu.class).hasSameClassAs(pdu);
        }
        assertThat(ids).hasSize(33).isEqualTo(CommandId.all().keySet());
    }

    @Test
    void pdusFollowEachOtherInOneWriterAndAreReadInPlace() {
        Seeds.forEach(200, random -> {
            PduGenerator generator = new PduGenerator(random);
            PduWriter out = new PduWriter(1);
            Pdu first = generator.any();
            Pdu second = generator.any();
            PduCodec.encode(0, 1, first, out);
            int middle = out.length();
            PduCodec.encode(0, 2, second, out);
            assertThat(PduCodec.decode(out.array(), 0, middle).pdu()).isEqualTo(first);
            assertThat(PduCodec.decode(out.array(), middle, out.length() - middle)
                            .pdu())
                    .isEqualTo(second);
        });
    }

    @Test
    void mutatedPdusNeverThrow() {
        Seeds.forEach(20_000, random -> {
            PduGenerator generator = new PduGenerator(random);
            byte[] octets = PduCodec.encode(generator.frame(generator.any()));
            int changes = random.nextInt(1, 6);
            for (int i = 0; i < changes; i++) {
                octets[random.nextInt(4, octets.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(octets.length + 1) : octets.length;
            RoundTrip.check(Arrays.copyOf(octets, length));
        });
    }

    @Test
    void randomOctetsUnderEveryCommandNeverThrow() {
        Integer[] ids = CommandId.all().keySet().toArray(new Integer[0]);
        Seeds.forEach(50_000, random -> {
            byte[] octets = new byte[random.nextInt(16, 200)];
            random.nextBytes(octets);
            // Mostly small octets, so that lengths and counts fit now and then.
            for (int i = 16; i < octets.length; i++) {
                octets[i] &= (byte) (random.nextInt(4) == 0 ? 0xFF : 0x03);
            }
            int id = ids[random.nextInt(ids.length)];
            for (int i = 0; i < 4; i++) {
                octets[4 + i] = (byte) (id >>> 24 - 8 * i);
            }
            RoundTrip.check(octets);
        });
    }

    @Test
    void everyPrefixOfAPduIsRefusedOrRead() {
        Seeds.forEach(20, random -> {
            for (Pdu pdu : new PduGenerator(random).oneOfEach()) {
                byte[] octets = PduCodec.encode(new Frame(0, 1, pdu));
                for (int length = 16; length < Math.min(octets.length, 600); length++) {
                    RoundTrip.check(Arrays.copyOf(octets, length));
                }
            }
        });
    }
}
