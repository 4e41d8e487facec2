package io.elchi.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/// Every file that is served, by its path. A file is read when it is first asked for, and kept: there are some
/// seventy, with 3 MB.
final class DocsFiles {
    static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    static final MediaType MARKDOWN = MediaType.parseMediaType("text/markdown;charset=UTF-8");
    /// RFC 9512.
    static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");
    static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

    private static final String VIEWER = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    /// A relative link: its words, and its file without the fragment.
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(((?!https?:)[^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Map<String, String> CONTRACTS = contracts();

    private final Map<String, Supplier<ServedFile>> known = new TreeMap<>();
    private final Map<String, ServedFile> read = new ConcurrentHashMap<>();

    DocsFiles() {
        ErrorCatalogue errors = ErrorCatalogue.load();
        CONTRACTS.forEach((name, title) -> {
            known.put("/openapi/" + name + ".yaml", () -> ServedFile.resource("/openapi/" + name + ".yaml", YAML));
            known.put("/docs/api/" + name, () -> ServedFile.of(Pages.reference(name, title), HTML));
        });
        known.put("/docs", () -> ServedFile.of(Pages.index(CONTRACTS), HTML));
        known.put("/docs/errors", () -> ServedFile.of(Pages.errors(errors), HTML));
        for (ErrorHelp help : errors.errors()) {
            known.put("/docs/errors/" + help.failure().code(), () -> ServedFile.of(Pages.error(help), HTML));
        }
        known.put("/docs/assets/docs.css", () -> ServedFile.resource("/docs/assets/docs.css", CSS));
        known.put("/docs/assets/reference.js", () -> ServedFile.resource("/docs/assets/reference.js", SCRIPT));
        viewer("swagger-ui.css", CSS);
        viewer("swagger-ui-bundle.js", SCRIPT);
        viewer("swagger-ui-bundle.js.LICENSE.txt", MARKDOWN);
        Map<String, String> texts = texts();
        texts.keySet()
                .forEach(name -> known.put("/docs/text/" + name, () -> ServedFile.of(text(name, texts), MARKDOWN)));
        known.put("/llms.txt", () -> ServedFile.of(list(texts), MARKDOWN));
    }

    /// By the names of their files.
    private static Map<String, String> contracts() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("gateway", "Gateway: send messages, read their state, receive events");
        titles.put("oauth", "OAuth2: access tokens for machines");
        titles.put("admin", "Administration of the platform");
        titles.put("console", "Sessions: how people sign in");
        return titles;
    }

    private void viewer(String name, MediaType type) {
        known.put(
                "/docs/assets/" + name,
                () -> ServedFile.resource("/META-INF/resources/webjars/swagger-ui/" + version() + "/" + name, type));
    }

    private static String version() {
        Properties properties = new Properties();
        try (var in = DocsFiles.class.getResourceAsStream(VIEWER)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /// The titles of guides and reference pages, by folder and name.
    private static Map<String, String> texts() {
        Map<String, String> titles = new TreeMap<>();
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        try {
            for (String folder : new String[] {"guides", "reference"}) {
                for (Resource each : resolver.getResources("classpath*:docs/" + folder + "/*.md")) {
                    String title = each.getContentAsString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("# "))
                            .findFirst()
                            .orElse("# " + each.getFilename());
                    titles.put(folder + "/" + each.getFilename(), title.substring(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return titles;
    }

    /// A text as it is in the repository, but for links to what is not served: of those the words remain.
    private static String text(String name, Map<String, String> texts) {
        URI own = URI.create("/" + name);
        try (var in = DocsFiles.class.getResourceAsStream("/docs/" + name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return LINK.matcher(text).replaceAll(link -> {
                String target = own.resolve(link.group(2)).getPath().substring(1);
                return Matcher.quoteReplacement(texts.containsKey(target) ? link.group() : link.group(1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As llmstxt.org has it.
    private static String list(Map<String, String> texts) {
        StringBuilder list = new StringBuilder("""
                # Elchi

                > An SMS gateway for businesses: an HTTP API to send messages and follow them, and the administration of the
                > platform behind it.

                ## Contracts

                """);
        CONTRACTS.forEach((name, title) -> list.append("- [%s](/openapi/%s.yaml)%n".formatted(title, name)));
        list.append("\n## Guides and reference\n\n");
        texts.forEach((name, title) -> list.append("- [%s](/docs/text/%s)%n".formatted(title, name)));
        return list.toString();
    }

    Optional<ServedFile> at(String path) {
        Supplier<ServedFile> file = known.get(path);
        return file == null ? Optional.empty() : Optional.of(read.computeIfAbsent(path, _ -> file.get()));
    }
}
