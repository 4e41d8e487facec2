package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.connectors.Connectors;
import io.elchi.server.tracking.Tracking;
import io.elchi.server.webhooks.WebhookPosting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

class ServerTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    /// Webhooks waited for their posts a second time, for as long as a post may take.
    @ParameterizedTest
    @ValueSource(classes = {Connectors.class, Tracking.class, WebhookPosting.class})
    void whatTheServerStopsInItsTurnIsNotStoppedAgainBySpring(Class<?> part) {
        ConfigurableListableBeanFactory beans = SERVER.server().context().getBeanFactory();
        String[] names = beans.getBeanNamesForType(part);
        assertThat(names).hasSize(1);
        assertThat(beans.getMergedBeanDefinition(names[0]).getDestroyMethodName())
                .isEmpty();
    }

    /// Both ports have defaults that other programs like, too.
    @ParameterizedTest
    @ValueSource(strings = {"http.port", "http.management_port"})
    void aPortThatAnotherProcessHasIsNamed(String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TestServer.start(Map.of(setting, Integer.toString(taken.getLocalPort()))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " cannot be listened on");
        }
    }
}
