package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.Connectors;
import io.elchi.server.tracking.Tracking;
import io.elchi.server.webhooks.WebhookPosting;
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
}
