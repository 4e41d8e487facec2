package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
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
                + "'class':'otp','not_before':'2026-11-29T09:00:00.1234567+05:00','validity_seconds':60,'reference':'r','smart_encoding':false,"
                + "'max_parts':2,'truncate':true,'max_price':{'amount':'55.5','currency':'UZS'},'dry_run':true,"
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
                        new SendOptions(false, 2, true, Money.parse("55.5", "UZS"), true),
                        SendExtras.NONE));
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
                    invalid_field  | max_parts        | {'to':'1','from':'2','text':'3','max_parts':0}
                    invalid_field  | max_parts        | {'to':'1','from':'2','text':'3','max_parts':256}
                    invalid_field  | max_parts        | {'to':'1','from':'2','text':'3','max_parts':'2'}
                    invalid_field  | truncate         | {'to':'1','from':'2','text':'3','truncate':'yes'}
                    invalid_field  | max_price        | {'to':'1','from':'2','text':'3','max_price':55}
                    missing_field  | max_price.amount | {'to':'1','from':'2','text':'3','max_price':{'currency':'UZS'}}
                    missing_field  | max_price.currency | {'to':'1','from':'2','text':'3','max_price':{'amount':'1'}}
                    unknown_field  | max_price.x      | {'to':'1','from':'2','text':'3','max_price':{'x':'1'}}
                    invalid_field  | max_price        | {'to':'1','from':'2','text':'3','max_price':{'amount':'1.1234567','currency':'UZS'}}
                    invalid_field  | max_price        | {'to':'1','from':'2','text':'3','max_price':{'amount':'-1','currency':'UZS'}}
                    invalid_field  | max_price        | {'to':'1','from':'2','text':'3','max_price':{'amount':'1','currency':'soum'}}
                    invalid_field  | dry_run          | {'to':'1','from':'2','text':'3','dry_run':1}
                    invalid_field  | flash            | {'to':'1','from':'2','text':'3','flash':1}
                    invalid_field  | flash            | {'to':'1','from':'2','data':'00','flash':true}
                    invalid_field  | data             | {'to':'1','from':'2','data':'0'}
                    invalid_field  | data             | {'to':'1','from':'2','data':'0g'}
                    invalid_field  | data             | {'to':'1','from':'2','data':''}
                    invalid_field  | data             | {'to':'1','from':'2','data':[]}
                    invalid_field  | data             | {'to':'1','from':'2','data':'00','text':'3'}
                    invalid_field  | truncate         | {'to':'1','from':'2','data':'00','truncate':true}
                    invalid_field  | variables        | {'to':'1','from':'2','data':'00','variables':{}}
                    invalid_field  | data_coding      | {'to':'1','from':'2','data':'00','data_coding':256}
                    invalid_field  | data_coding      | {'to':'1','from':'2','data':'00','data_coding':'4'}
                    invalid_field  | data_coding      | {'to':'1','from':'2','text':'3','data_coding':4}
                    invalid_field  | udh              | {'to':'1','from':'2','text':'3','udh':'020001'}
                    invalid_field  | udh              | {'to':'1','from':'2','data':'00','udh':'0601'}
                    invalid_field  | udh              | {'to':'1','from':'2','data':'00','udh':'0100'}
                    invalid_field  | udh              | {'to':'1','from':'2','data':'00','udh':'0270000000'}
                    invalid_field  | tlvs             | {'to':'1','from':'2','text':'3','tlvs':{}}
                    invalid_field  | tlvs[0]          | {'to':'1','from':'2','text':'3','tlvs':[1]}
                    missing_field  | tlvs[0].id       | {'to':'1','from':'2','text':'3','tlvs':[{'value':''}]}
                    missing_field  | tlvs[0].value    | {'to':'1','from':'2','text':'3','tlvs':[{'id':'0x1400'}]}
                    unknown_field  | tlvs[0].x        | {'to':'1','from':'2','text':'3','tlvs':[{'x':'0x1400'}]}
                    invalid_field  | tlvs[0].id       | {'to':'1','from':'2','text':'3','tlvs':[{'id':5121,'value':''}]}
                    invalid_field  | tlvs[0].id       | {'to':'1','from':'2','text':'3','tlvs':[{'id':'0x0424','value':''}]}
                    invalid_field  | tlvs[0].value    | {'to':'1','from':'2','text':'3','tlvs':[{'id':'0x1400','value':'1'}]}
                    invalid_field  | tlvs[1].id       | {'to':'1','from':'2','text':'3','tlvs':[{'id':'0x1400','value':''},{'id':'0x1400','value':''}]}
                    invalid_field  | variables        | {'to':'1','from':'2','text':'3','variables':[]}
                    invalid_field  | variables        | {'to':'1','from':'2','text':'3','variables':{'a':null}}
                    invalid_field  | variables        | {'to':'1','from':'2','text':'3','variables':{'a':'1'}}
                    invalid_field  | variables        | {'to':'1','from':'2','text':'{{b}}','variables':{'a':'1'}}
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
                    missing_field | messages[0].to   | {'text':'3','messages':[{'from':'2'}]}
                    unknown_field | to               | {'to':'3','messages':[{'from':'2','text':'3'}]}
                    unknown_field | x                | {'x':'3','messages':[{'to':'1','from':'2','text':'3'}]}
                    unknown_field | dry_run          | {'dry_run':true,'messages':[{'to':'1','from':'2','text':'3'}]}
                    invalid_field | messages[0].dry_run | {'messages':[{'to':'1','from':'2','text':'3','dry_run':true}]}
                    invalid_field | messages[1].variables | {'from':'2','text':'{{a}}','messages':[{'to':'1','variables':{'a':1}},{'to':'1','variables':{'b':1}}]}
                    malformed_body |                 | {'messages':[{'to':'1','from':'2','text':'3'}]
                    """)
    void aBatchThatIsNoneIsRefusedByItsField(String code, String field, String json) {
        assertRefused(() -> SendJson.batch(octets(json)), code, field);
    }

    @Test
    void whatStandsBesideMessagesIsForAllThatLackIt() {
        List<SendRequest> requests = SendJson.batch(
                octets(
                        "{'messages':["
                                + "{'to':'1','variables':{'name':'Aziza','sum':1.50}},"
                                + "{'to':'2','from':'Own','class':'otp','text':'{{ name }}','variables':{'name':'{{sum}} $1'}},"
                                + "{'to':'3','text':'{{name}}','max_parts':3}"
                                + "],'from':'Bank','text':'{{name}}: {{sum}}, {{name}}','class':'service','max_parts':1,'truncate':true}"));
        assertThat(requests)
                .extracting(SendRequest::from, SendRequest::text, SendRequest::messageClass)
                .containsExactly(
                        tuple("Bank", "Aziza: 1.50, Aziza", MessageClass.SERVICE),
                        tuple("Own", "{{sum}} $1", MessageClass.OTP),
                        tuple("Bank", "{{name}}", MessageClass.SERVICE));
        assertThat(requests).extracting(request -> request.options().maxParts()).containsExactly(1, 1, 3);
        assertThat(requests).allMatch(request -> request.options().truncate());
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

    /// A body of 64 KiB must not become gigabytes.
    @Test
    void whatVariablesMakeOfATextIsLimited() {
        String value = "v".repeat(500);
        String text = "{{a}}".repeat(81);
        String message = "{'to':'1','from':'2','text':'%s','variables':{'a':'%s'}}";
        assertRefused(() -> SendJson.send(octets(message.formatted(text, value))), "invalid_field", "text");
        assertThat(SendJson.send(octets(message.formatted("{{a}}".repeat(80), value)))
                        .text())
                .hasSize(40_000);
        String each = "{'to':'1'}";
        assertRefused(
                () -> SendJson.batch(octets("{'from':'2','text':'%s','variables':{'a':'%s'},'messages':[%s]}"
                        .formatted("{{a}}".repeat(80), value, (each + ",").repeat(25) + each))),
                "invalid_field",
                "messages");
        assertThat(SendJson.batch(octets("{'from':'2','text':'%s','messages':[%s]}"
                        .formatted("x".repeat(40_000), (each + ",").repeat(99) + each))))
                .hasSize(100);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String code, String field) {
        assertThatThrownBy(read).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().failure()).isEqualTo(Failure.valueOf(code.toUpperCase(Locale.ROOT)));
            assertThat(refused.refusal().field()).isEqualTo(field);
        });
    }
}
