package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Permission;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OperationPermissionsTest {
    @RestController
    static final class Named {
        @GetMapping("/named")
        @Needs(Permission.STATS_READ)
        String named() {
            return "";
        }
    }

    @RestController
    static final class Unnamed {
        @GetMapping("/unnamed")
        String unnamed() {
            return "";
        }
    }

    private static RequestMappingHandlerMapping mappings(Class<?>... controllers) {
        StaticApplicationContext context = new StaticApplicationContext();
        for (Class<?> each : controllers) {
            context.registerSingleton(each.getSimpleName(), each);
        }
        RequestMappingHandlerMapping mappings = new RequestMappingHandlerMapping();
        mappings.setApplicationContext(context);
        mappings.afterPropertiesSet();
        return mappings;
    }

    @Test
    void aServerWithAnOperationWithoutAPermissionDoesNotStart() {
        assertThatThrownBy(() -> new OperationPermissions(mappings(Named.class, Unnamed.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/unnamed");
        assertThat(new OperationPermissions(mappings(Named.class)).all())
                .singleElement()
                .satisfies(operation -> assertThat(operation.permission()).isEqualTo(Permission.STATS_READ));
    }
}
