package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Arrows;
import org.junit.jupiter.api.Test;

/// The one table of the server's arrows: every other arrow, and every cycle, fails the build. A row grows in the
/// commit that needs it, with the reason.
class ArrowsTest {
    /// `*`: open to all. After the bar: our own libraries.
    static final String TABLE = """
            core*                   ->
            config* observe*        -> core
            db http                 ->
            cluster                 -> db
            queue limits            -> db
            accounts                -> db http limits
            numbers                 -> db limits
            audit                   -> db accounts
            compliance              -> db accounts numbers
            tariffs                 -> db numbers
            billing                 -> db accounts tariffs
            routing                 -> db limits numbers tariffs
            messages                -> db queue
            intake                  -> db cluster queue limits accounts compliance numbers tariffs routing billing messages | smstext
            connectors              -> cluster queue http routing messages | smpp smstext
            tracking                -> db cluster queue numbers routing billing messages | smstext
            reconcile               -> db billing messages
            webhooks                -> db queue http accounts messages
            otp campaigns           -> db limits accounts intake messages
            smppserver              -> queue limits accounts intake messages | smpp smstext
            gatewayapi              -> http limits queue accounts intake otp messages tariffs routing billing webhooks
            adminapi                -> http audit accounts numbers compliance tariffs billing routing messages webhooks reconcile otp campaigns
            boot                    -> all
            """;

    static Arrows arrows(String root) {
        return Arrows.of(root, TABLE)
                .home("com.rabbitmq.", "queue.rabbit")
                .home("io.lettuce.", "limits.redis")
                .home("io.github.bucket4j.", "limits")
                .home("com.zaxxer.hikari.", "db")
                .home("org.flywaydb.", "db")
                .home("org.postgresql.", "db")
                .home("io.zonky.", "db.embedded")
                .home("com.google.i18n.", "numbers")
                .home("io.micrometer.", "observe")
                .home("tools.jackson.dataformat.", "config")
                .home("org.apache.commons.compress.", "db.embedded")
                .home("org.tukaani.", "db.embedded")
                .home("org.apache.catalina.", "http")
                .home("org.apache.hc.", "http")
                .home("picocli.", "boot")
                .home("io.netty.");
    }

    @Test
    void onlyTheArrowsOfTheTable() {
        assertThat(arrows("io.elchi.server").violations()).isEmpty();
    }

    /// The classes below `io.elchi.planted` break each rule once: a check that stays silent on them checks
    /// nothing.
    @Test
    void plantedBadArrowsAreCaught() {
        assertThat(arrows("io.elchi.planted").violationsWithTests())
                .containsExactly(
                        "io.elchi.planted.billing.Backwards -> io.elchi.planted.intake.Door: no such arrow in the table",
                        "io.elchi.planted.billing.Backwards -> org.postgresql.PlantedClient: org.postgresql. may be used only in [db]",
                        "io.elchi.planted.core.Upwards -> io.elchi.planted.intake.Door: no such arrow in the table",
                        "io.elchi.planted.intake.Door -> io.elchi.testkit.Seeds: the library testkit is not in its row",
                        "io.elchi.planted.stray.NoRow is in 'stray', which has no row in the table",
                        "io.elchi.planted.webhooks.Prying -> io.elchi.planted.accounts.keys.Hidden: a sub-package is private to its feature");
    }

    @Test
    void aCycleInTheTableIsCaught() {
        String looped = TABLE.replace("tariffs                 -> db numbers", "tariffs -> db numbers intake");
        assertThat(Arrows.of("io.elchi.none", looped).violations())
                .singleElement()
                .asString()
                .startsWith("the table has a cycle: tariffs -> intake -> ");
    }
}
