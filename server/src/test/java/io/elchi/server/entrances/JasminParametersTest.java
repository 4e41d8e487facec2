package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastRequest;
import io.elchi.server.intake.SendRequest;
import io.elchi.testkit.Seeds;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Parameters of Jasmin's clients, and of those that are none.
class JasminParametersTest {
    private static final int CASES = 20_000;
    private static final List<String> NAMES = List.of(
            "to",
            "from",
            "coding",
            "username",
            "password",
            "priority",
            "sdt",
            "validity-period",
            "dlr",
            "tags",
            "content",
            "hex-content",
            "custom_tlvs",
            "other",
            "%00");
    private static final List<String> VALUES = List.of(
            "998901234567",
            "Bank",
            "8",
            "4",
            "0",
            "yes",
            "00ff",
            "0",
            "261201120000000+",
            "000000010000000R",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%00",
            "[[5121,null,\"Int2\",17]]",
            "{\"0x1401:Int1\":300}",
            "[[1]]",
            "[",
            "{\"0xzz\":1}",
            "99999999999",
            "");
    private static final List<String> LIKELY = List.of("username=u", "password=p", "to=998901234567", "content=x");

    static SmppLogin login() {
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
                        true,
                        true,
                        false,
                        SmppLogin.FieldRules.NONE),
                new SmppLogin.DeliveryRules(SmppLogin.ReceiptForm.TEXT, SmppLogin.IdForm.UUID, true, null),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    static Parameters parameters(String query) {
        return Parameters.of(new EntranceRequest(
                "GET",
                "/send",
                query,
                new FastRequest(_ -> null, _ -> new byte[0], InetAddress.getLoopbackAddress(), null, "test")));
    }

    private static String random(SplittableRandom random) {
        StringBuilder query = new StringBuilder();
        LIKELY.forEach(each -> query.append(random.nextInt(10) == 0 ? "" : each + "&"));
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            query.append(NAMES.get(random.nextInt(NAMES.size()))).append('=');
            if (random.nextInt(4) == 0) {
                byte[] octets = new byte[random.nextInt(20)];
                random.nextBytes(octets);
                query.append(new String(octets, StandardCharsets.ISO_8859_1));
            } else {
                query.append(VALUES.get(random.nextInt(VALUES.size())));
            }
            query.append('&');
        }
        return query.toString();
    }

    /// Each is a message that can be stored, or an error of the client.
    @Test
    void randomParametersNeverFail() {
        AtomicInteger read = new AtomicInteger();
        Seeds.forEach(CASES, random -> {
            Parameters parameters = parameters(random(random));
            parameters.putIfAbsent("dlr", "no");
            try {
                JasminArguments.SEND.check(parameters);
                SendRequest request = new JasminMessage(login(), parameters).request(Instant.EPOCH);
                assertThat(request.text()).doesNotContain("\0");
                assertThat(request.from()).doesNotContain("\0");
                read.incrementAndGet();
            } catch (JasminException e) {
                assertThat(e.status()).isEqualTo(400);
                assertThat(e.getMessage()).hasSizeLessThan(600);
            }
        });
        assertThat(read.get()).isGreaterThan(CASES / 50);
    }

    @ParameterizedTest
    @CsvSource({"a=1&a=2, a, 1", "a=%41%zz%4, a, A%zz%4", "a=+b, a, ' b'", "a, a, ''", "&&a=b=c, a, b=c", "%61=1, a, 1"
    })
    void theQueryIsReadAsJasminReadsIt(String query, String name, String value) {
        assertThat(parameters(query).get(name)).isEqualTo(value);
    }

    @Test
    void theNumberOfParametersIsLimited() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            query.append('p').append(i).append("=1&");
        }
        assertThat(parameters(query.toString()).names()).hasSize(100);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void eachFailureHasAnAnswer(Failure failure) {
        JasminException answer = JasminErrors.of(failure, new JasminErrors.Asked("u", "1", "b"));
        assertThat(answer.status()).isIn(400, 403, 404, 405, 412, 413, 500);
        assertThat(answer.getMessage()).isNotBlank();
        assertThat(answer.status() == 500)
                .isEqualTo(failure.httpStatus() >= 500
                                && failure != Failure.NOT_IMPLEMENTED
                                && failure != Failure.HTTP_VERSION
                        || failure == Failure.IDENTITY_PROVIDER_REFUSED);
    }
}
