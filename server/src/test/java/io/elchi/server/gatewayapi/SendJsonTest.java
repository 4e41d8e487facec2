package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.SendRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendJsonTest {
    private static byte[] octets(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyFieldIsRead() {
        SendRequest request = SendJson.send(octets("{'to':'+998901234567','from':'Bank','text':'Салом 😀',"
                + "'class':'otp','not_before':'2026-11-29T09:00:00.1234567+05:00','validity_seconds':60,'reference':'r','smart_encoding':true,"
                + "'meta':{ 'a' : [1, {'b':null}] }}"));
        assertThat(request)
                .isEqualTo(new SendRequest(
                        "+998901234567",
                        "Bank",
                        "Салом 😀",
                        MessageClass.OTP,
                        Instant.parse("2026-11-29T04:00:00.123456Z"),
                        Duration.ofSeconds(60),
                        "r",
                        "{\"a\":[1,{\"b\":null}]}",
                        true));
    }

    /// A double would make them Infinity and 0.1.
    @Test
    void numbersOfTheClientsObjectStayAsTheyAreSpelled() {
        String meta = "{'a':1e999,'b':0.1000000000000000000000001,'c':-0.0,'d':123456789012345678901234567890}";
        assertThat(SendJson.send(octets("{'to':'1','from':'2','text':'3','meta':" + meta + "}"))
                        .meta())
                .isEqualTo(meta.replace('\'', '"'));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(SendJson.send(octets("{'to':'1','from':'2','text':''}")))
                .isEqualTo(SendRequest.of("1", "2", "", MessageClass.TRANSACTIONAL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    malformed_body |                  | []
                    malformed_body |                  | 7
                    malformed_body |                  | {'to':'1','from':'2','text':'3'
                    malformed_body |                  | {'to':'1','from':'2','text':'3'} x
                    malformed_body |                  | {'to':'1','from':'2','text':'3'}{}
                    malformed_body |                  | {'to':'1','to':'1','from':'2','text':'3'}
                    missing_field  | to               | {'from':'2','text':'3'}
                    missing_field  | from             | {'to':'1','text':'3'}
                    missing_field  | text             | {'to':'1','from':'2'}
                    unknown_field  | too              | {'too':'1','to':'1','from':'2','text':'3'}
                    unknown_field  | To               | {'To':'1','from':'2','text':'3'}
                    invalid_field  | to               | {'to':998901234567,'from':'2','text':'3'}
                    invalid_field  | to               | {'to':null,'from':'2','text':'3'}
                    invalid_field  | text             | {'to':'1','from':'2','text':['3']}
                    invalid_field  | class            | {'to':'1','from':'2','text':'3','class':'OTP'}
                    invalid_field  | class            | {'to':'1','from':'2','text':'3','class':1}
                    invalid_field  | validity_seconds | {'to':'1','from':'2','text':'3','validity_seconds':'60'}
                    invalid_field  | validity_seconds | {'to':'1','from':'2','text':'3','validity_seconds':1.5}
                    invalid_field  | validity_seconds | {'to':'1','from':'2','text':'3','validity_seconds':99999999999}
                    invalid_field  | smart_encoding   | {'to':'1','from':'2','text':'3','smart_encoding':1}
                    invalid_field  | text             | {'to':'1','from':'2','text':'\\ud800'}
                    invalid_field  | text             | {'to':'1','from':'2','text':'a\\udc00b'}
                    invalid_field  | text             | {'to':'1','from':'2','text':'\\u0000'}
                    invalid_field  | from             | {'to':'1','from':'\\ud800','text':'3'}
                    invalid_field  | reference        | {'to':'1','from':'2','text':'3','reference':'\\udfff\\ud800'}
                    invalid_field  | meta             | {'to':'1','from':'2','text':'3','meta':{'a':'\\ud800'}}
                    malformed_body |                  | {'to':'1','from':'2','text':'3','meta':{'\\ud800':1}}
                    invalid_field  | meta             | {'to':'1','from':'2','text':'3','meta':{'a':['\\u0000']}}
                    invalid_field  | meta             | {'to':'1','from':'2','text':'3','meta':[]}
                    invalid_field  | meta             | {'to':'1','from':'2','text':'3','meta':{'a':[[[[[[[[]]]]]]]]}}
                    """)
    void aMessageThatIsNoneIsRefusedByItsField(String code, String field, String json) {
        assertRefused(() -> SendJson.send(octets(json)), code, field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | messages         | {}
                    missing_field | messages         | {'messages':[]}
                    invalid_field | messages         | {'messages':{}}
                    invalid_field | messages[0]      | {'messages':[7]}
                    missing_field | messages[0].text | {'messages':[{'to':'1','from':'2'}]}
                    unknown_field | messages[1].x    | {'messages':[{'to':'1','from':'2','text':'3'},{'x':1}]}
                    invalid_field | messages[0].to   | {'messages':[{'to':1}]}
                    unknown_field | text             | {'text':'3','messages':[{'to':'1','from':'2'}]}
                    malformed_body |                 | {'messages':[{'to':'1','from':'2','text':'3'}]
                    """)
    void aBatchThatIsNoneIsRefusedByItsField(String code, String field, String json) {
        assertRefused(() -> SendJson.batch(octets(json)), code, field);
    }

    @Test
    void whatIsTooLongIsRefused() {
        String message = "{'to':'1','from':'2','text':'%s','reference':'%s','meta':{'a':'%s'}}";
        SendJson.send(octets(message.formatted("x".repeat(40_000), "r".repeat(128), "m".repeat(2_040))));
        assertRefused(
                () -> SendJson.send(octets(message.formatted("x".repeat(40_001), "r", "m"))), "invalid_field", "text");
        assertRefused(
                () -> SendJson.send(octets(message.formatted("x", "r".repeat(129), "m"))),
                "invalid_field",
                "reference");
        assertRefused(
                () -> SendJson.send(octets(message.formatted("x", "r", "m".repeat(2_041)))), "invalid_field", "meta");
        String one = "{'to':'1','from':'2','text':'3'}";
        List<SendRequest> most = SendJson.batch(octets("{'messages':[" + (one + ",").repeat(999) + one + "]}"));
        assertThat(most).hasSize(SendJson.MAX_BATCH);
        assertRefused(
                () -> SendJson.batch(octets("{'messages':[" + (one + ",").repeat(1_000) + one + "]}")),
                "invalid_field",
                "messages");
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String code, String field) {
        assertThatThrownBy(read).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().failure()).isEqualTo(Failure.valueOf(code.toUpperCase(Locale.ROOT)));
            assertThat(refused.refusal().field()).isEqualTo(field);
        });
    }
}
