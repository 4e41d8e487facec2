package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ProfilesTest {
    static ObjectNode tree(String yaml) {
        return (ObjectNode) YAMLMapper.builder().build().readTree(yaml);
    }

    static Profile profile(String yaml) {
        return Profiles.profile(tree(yaml));
    }

    @ParameterizedTest
    @CsvSource({"fast,2774,decimal", "beeline,2775,decimal", "ucell,2776,hex", "ums,2777,uuid"})
    void theShippedOnesAreRight(String name, int port, String ids) throws IOException {
        Profile profile = Profiles.profile(Profiles.read(name));
        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.port()).isEqualTo(port);
        assertThat(profile.messageIds().response()).isEqualTo(ids);
        assertThat(profile.accounts()).extracting(Profile.Account::systemId).containsExactly("elchi");
    }

    @Test
    void whatIsLeftOutHasADefault() {
        Profile profile = profile("name: x");
        assertThat(profile.version()).isEqualTo("3.4");
        assertThat(profile.responses().errors()).isEmpty();
        assertThat(profile.responses().latency()).isEqualTo(Latency.NONE);
        assertThat(profile.receipts().dateDigits()).isEqualTo(10);
        assertThat(profile.receipts().retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(profile.maxStored()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x\nnmae: y",
                "port: 1",
                "name: x\nport: 70000",
                "name: x\nversion: \"4.0\"",
                "name: x\nresponses: {errors: {ESME_NONSENSE: 0.1}}",
                "name: x\nresponses: {errors: {ESME_RSYSERR: 0.6, ESME_RMSGQFUL: 0.6}}",
                "name: x\nresponses: {lost: 1.5}",
                "name: x\nresponses: {latency: {fixed: 5}}",
                "name: x\nresponses: {latency: {min: 5s, max: 1s}}",
                "name: x\nresponses: {latency: {median: 5s}}",
                "name: x\nreceipts: {date_digits: 11}",
                "name: x\nreceipts: {fields: [id, color]}",
                "name: x\nmessage_ids: {response: octal}",
                "name: x\naccounts: [{system_id: a}]"
            })
    void mistakesAreSaid(String yaml) {
        assertThatIllegalArgumentException().isThrownBy(() -> profile(yaml)).withMessageStartingWith("not a profile: ");
    }

    @Test
    void anUnknownNameIsSaid() {
        assertThatThrownBy(() -> Profiles.read("nobody"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void patchesAreMerged() {
        ObjectNode merged = Profiles.merged(
                tree("name: x\nresponses: {throttle: 5, lost: 0.1, latency: {median: 1s, p99: 2s}}"),
                tree("responses: {throttle: 7, latency: {median: null, p99: null, fixed: 3ms}}"));
        Profile.Responses responses = Profiles.profile(merged).responses();
        assertThat(responses.throttle()).isEqualTo(7);
        assertThat(responses.lost()).isEqualTo(0.1);
        assertThat(responses.latency().fixed()).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(profile("name: x\naccounts: [{system_id: bank, password: hunter2}]")
                        .toString())
                .contains("bank")
                .doesNotContain("hunter2");
    }
}
