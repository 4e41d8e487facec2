package io.elchi.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.RefusedException;
import io.elchi.server.templates.Template.TemplateForm;
import io.elchi.server.templates.TemplateVariable.VariableType;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTextTest {
    @Test
    void valuesStandInTheirPlaces() {
        TemplateText text = new TemplateText("{{a}}, {{ b }} and {{a}}.");
        assertThat(text.names()).containsExactly("a", "b");
        assertThat(text.with(Map.of("a", "1", "b", "2"))).isEqualTo("1, 2 and 1.");
        assertThat(new TemplateText("{a} $1 \\").with(Map.of())).isEqualTo("{a} $1 \\");
    }

    /// Whatever characters a value has, it is written as it is.
    @Test
    void aValueIsNotLookedInto() {
        String[] pieces = {"{{b}}", "$1", "\\", "{", "}", "%s", "a", "'"};
        Seeds.forEach(1000, random -> {
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                value.append(pieces[random.nextInt(pieces.length)]);
            }
            Map<String, String> values = new HashMap<>();
            values.put("a", value.toString());
            values.put("b", "B");
            assertThat(new TemplateText("<{{a}}|{{b}}>").with(values)).isEqualTo("<" + value + "|B>");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{", "}}", "{{}}", "{{A}}", "{{1a}}", "{{a-b}}", "{{a", "a}}", "{{a}} {{b", "{{{{a}}}}"})
    void bracesThatAreNoPlaceAreRefused(String text) {
        assertThatThrownBy(() -> new TemplateText(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    STRING  | 3  | abc        | true
                    STRING  | 3  | abcd       | false
                    INTEGER | 19 | -100       | true
                    INTEGER | 19 | 1.5        | false
                    INTEGER | 19 | 1e5        | false
                    INTEGER | 2  | 100        | false
                    DECIMAL | 30 | -12.50     | true
                    DECIMAL | 30 | 12         | true
                    DECIMAL | 30 | 12.        | false
                    DECIMAL | 30 | 1,5        | false
                    DATE    | 10 | 2026-02-28 | true
                    DATE    | 10 | 2026-02-30 | false
                    DATE    | 10 | 28.02.2026 | false
                    CODE    | 6  | 004711     | true
                    CODE    | 6  | 0047112    | false
                    CODE    | 6  | 47a        | false
                    CODE    | 6  | ٤٧         | false
                    """)
    void aValueHasTheFormOfItsType(VariableType type, int most, String value, boolean fits) {
        assertThat(new TemplateVariable("a", type, most).problem(value) == null).isEqualTo(fits);
    }

    private static CompiledTemplate compiled(
            Map<String, String> texts, String fallback, TemplateVariable... variables) {
        TemplateForm form = new TemplateForm("t", fallback, texts, List.of(variables));
        TemplateChecks.check(form);
        return new CompiledTemplate(new Template(1, 1, 1, form, Instant.EPOCH, Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    -, english
                    uz, uzbek
                    UZ, uzbek
                    uz-cyrl, cyrillic
                    uz-Cyrl, cyrillic
                    uz-Latn, uzbek
                    ru, english
                    ru-RU, english
                    """)
    void theTextIsThatOfTheLocaleOfTheLanguageOrTheFallback(String locale, String text) {
        CompiledTemplate template = compiled(Map.of("en", "english", "uz", "uzbek", "uz-cyrl", "cyrillic"), "en");
        assertThat(template.text(locale, Map.of(), "variables")).isEqualTo(text);
    }

    @Test
    void eachWrongVariableIsNamed() {
        CompiledTemplate template = compiled(
                Map.of("en", "{{code}}", "uz", "{{name}}"),
                "en",
                new TemplateVariable("code", VariableType.CODE, 6),
                new TemplateVariable("name", VariableType.STRING, 10));
        Map<String, String> good = Map.of("code", "1", "name", "x");
        assertThat(template.text("uz", good, "v")).isEqualTo("x");
        assertRefused(template, Map.of("code", "1"), "v.name", "missing_field");
        assertRefused(template, Map.of("code", "x", "name", "x"), "v.code", "invalid_field");
        assertRefused(template, Map.of("code", "1", "name", "x", "other", "y"), "v.other", "unknown_field");
    }

    private static void assertRefused(
            CompiledTemplate template, Map<String, String> values, String field, String code) {
        assertThatThrownBy(() -> template.text(null, values, "v")).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().field()).isEqualTo(field);
            assertThat(e.refusal().failure().code()).isEqualTo(code);
        });
    }
}
