package io.elchi.smstext;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.elchi.testkit.Dependencies;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    @Test
    void packagesKeepToTheArrowsOfThePackageInfo() {
        assertThat(Dependencies.of("io.elchi.smstext", """
                        alphabet ->
                        udh      ->
                        coding   -> udh alphabet
                        parts    -> coding udh alphabet
                        time     ->
                        receipt  -> alphabet time
                        """).violations()).isEmpty();
    }

    /// By the module of each class that is used, so that a class of `java.sql` does not pass for the base.
    @Test
    void theBaseModuleIsEnough() {
        Set<String> modules = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.elchi.smstext").stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(type -> !type.isPrimitive() && !type.getName().startsWith("io.elchi.smstext."))
                        .forEach(type -> modules.add(moduleOf(type.getName())));
        assertThat(modules).containsExactly("java.base");
    }

    private static String moduleOf(String type) {
        try {
            Module module = Class.forName(type, false, DependenciesTest.class.getClassLoader())
                    .getModule();
            return module.isNamed() ? module.getName() : "no module: " + type;
        } catch (ClassNotFoundException e) {
            return "not found: " + type;
        }
    }
}
