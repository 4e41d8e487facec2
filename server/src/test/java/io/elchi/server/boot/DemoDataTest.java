package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Secret;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A demo in the folder of an older one.
class DemoDataTest {
    @AutoClose
    private final TestServer server = TestServer.start(Map.of());

    private final DemoData data = new DemoData(server.server());

    private Map<String, LinkSettings> links() {
        Map<String, LinkSettings> links = new HashMap<>();
        server.part(LinkStore.class).all().forEach(link -> links.put(link.name(), link));
        return links;
    }

    @Test
    void linksOfAnOlderDemoAreMovedAddedOrNamed() throws Exception {
        data.make();
        data.connect(Map.of("beeline", 1, "ucell", 2, "ums", 3));
        server.database().execute("DELETE FROM routing.smpp_links WHERE name = 'ums'");
        LinkSettings beeline = links().get("beeline");
        server.part(LinkStore.class)
                .add(
                        new LinkSettings(
                                0,
                                beeline.operatorId(),
                                "my-own",
                                true,
                                LinkSettings.Protocol.SMPP,
                                "127.0.0.1",
                                9,
                                false,
                                LinkSettings.BindAs.TRANSCEIVER,
                                1,
                                "elchi",
                                new Secret("secret"),
                                "",
                                "3.4",
                                50,
                                0,
                                null),
                        Map.of());
        List<LinkSettings> others = data.connect(Map.of("beeline", 11, "ucell", 12, "ums", 13));
        assertThat(others).extracting(LinkSettings::name).containsExactly("my-own");
        Map<String, LinkSettings> now = links();
        assertThat(now.get("beeline").port()).isEqualTo(11);
        assertThat(now.get("ucell").port()).isEqualTo(12);
        assertThat(now.get("ums").port()).isEqualTo(13);
        assertThat(now.get("ums").started()).isTrue();
        assertThat(now.get("my-own").port()).isEqualTo(9);
        assertThat(server.part(OperatorStore.class).operators())
                .extracting(Operator::name)
                .containsExactlyInAnyOrder("beeline", "ucell", "ums", "perfectum");
    }
}
