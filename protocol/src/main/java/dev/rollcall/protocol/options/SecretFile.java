// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a secret from the file that a setting names: {@code file:/path}. */
public final class SecretFile {

    private static final String PREFIX = "file:";
    private static final long MAX_BYTES = 64 * 1024;

    private SecretFile() {}

    /**
     * Returns a secret.
     *
     * @param text the secret, or {@code file:} and the path of a file that holds it
     * @return the secret; from a file, without the final line end that editors add
     * @throws IOException when the file cannot be read, or is larger than 64 KiB
     */
    public static String resolve(String text) throws IOException {
        if (!text.startsWith(PREFIX)) {
            return text;
        }
        try {
            Path path = Path.of(text.substring(PREFIX.length()));
            if (Files.size(path) > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(path).stripTrailing();
        } catch (InvalidPathException e) {
            throw new IOException("not a path", e);
        }
    }
}
