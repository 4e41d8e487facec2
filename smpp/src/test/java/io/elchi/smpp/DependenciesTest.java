package io.elchi.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.elchi.testkit.Dependencies;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    @Test
    void sessionsStandOnTheCodec() {
        assertThat(Dependencies.of("io.elchi.smpp", """
                        pdu     ->
                        session -> pdu
                        """)
                        .home("io.netty.", "session")
                        .home("org.jctools.", "session")
                        .home("org.slf4j.", "session")
                        .violations())
                .isEmpty();
    }

    @Test
    void theCodecNeedsJavaAlone() {
        List<String> foreign = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.elchi.smpp.pdu").stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(type -> !type.isPrimitive())
                        .map(type -> type.getPackageName())
                        .filter(name -> !name.startsWith("java.") && !name.equals("io.elchi.smpp.pdu"))
                        .distinct()
                        .toList();
        assertThat(foreign).isEmpty();
    }
}
