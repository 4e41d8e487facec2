package io.elchi.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `elchi docs`: writes the pages of docs/reference.
@Command(
        name = "docs",
        description = "Writes the reference pages from the code.",
        mixinStandardHelpOptions = true,
        hidden = true)
final class Docs implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "FOLDER", description = "default: docs/reference of the checkout")
    private Path folder = Path.of(System.getProperty("elchi.root", "."), "docs", "reference");

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : ReferencePages.all().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        return 0;
    }
}
