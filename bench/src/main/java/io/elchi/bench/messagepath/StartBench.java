package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `./elchi bench start [times=5]`: from the start of the process to ready, on a fresh folder and again on the
/// same.
public final class StartBench {
    private StartBench() {}

    public static void main(String... arguments) throws Exception {
        int times = Options.parse(Map.of("times", "5"), arguments).number("times");
        Path folder = Files.createTempDirectory("elchi-start-");
        try {
            System.out.println("| start | ms to ready | ms to stop |\n|---|---|---|");
            for (int i = 1; i <= times; i++) {
                Product product = new Product(folder, List.of());
                long ready = product.start().toMillis();
                long stopping = System.nanoTime();
                product.close();
                System.out.printf("| %d | %,d | %,d |%n", i, ready, (System.nanoTime() - stopping) / 1_000_000);
            }
        } finally {
            Product.delete(folder);
        }
    }
}
