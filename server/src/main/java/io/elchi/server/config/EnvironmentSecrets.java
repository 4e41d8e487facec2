package io.elchi.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Secrets in variables, `ELCHI_DATABASE_PASSWORD`, or in the files that variables name,
/// `ELCHI_DATABASE_PASSWORD_FILE`.
final class EnvironmentSecrets implements SecretStore {
    static final String FILE = "_FILE";
    private static final int LARGEST = 64 * 1024;

    private final Map<String, String> environment;

    EnvironmentSecrets(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Found find(String path) {
        String variable = Config.variable(path);
        String value = environment.get(variable);
        String file = environment.get(variable + FILE);
        if (value != null && file != null) {
            return new Found.Failed(variable + " and " + variable + FILE + " are both set: remove one of them");
        }
        if (file != null) {
            return read(variable + FILE, file);
        }
        return value == null ? new Found.Nothing() : new Found.Value(value, "");
    }

    private static Found read(String variable, String name) {
        Path file = Path.of(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) {
                return new Found.Failed(variable + ": " + name + " has more than " + LARGEST + " octets");
            }
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString()
                    .replaceFirst("\r?\n\\z", "");
            if (value.isEmpty()) {
                return new Found.Failed(variable + ": " + name + " is empty");
            }
            return new Found.Value(
                    value,
                    SecretFiles.isReadableByAll(file)
                            ? variable + ": every user of this machine can read " + name + ": take that right away"
                            : "");
        } catch (NoSuchFileException e) {
            return new Found.Failed(variable + ": there is no file " + name);
        } catch (CharacterCodingException e) {
            return new Found.Failed(variable + ": " + name + " is not UTF-8");
        } catch (IOException e) {
            return new Found.Failed(variable + ": " + name + " cannot be read: " + e.getMessage());
        }
    }
}
