// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files of the class path, and their compressed forms: {@code app.js.br} and {@code app.js.gz} beside {@code app.js}. */
final class ClassPathFile {

    /** The content codings of compressed files and the endings of their names, best first. */
    private static final String[][] FORMS = {{"br", ".br"}, {"gzip", ".gz"}};

    private ClassPathFile() {}

    /**
     * Reads a file.
     *
     * @return its bytes; null when there is no such file
     * @throws UncheckedIOException when it exists but cannot be read
     */
    static byte @Nullable [] read(String resource) {
        try (InputStream in = ClassPathFile.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": cannot be read", e);
        }
    }

    /** Reads the compressed forms of a file, by content coding, best first; empty when there are none. */
    static Map<String, byte[]> compressed(String resource) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String[] form : FORMS) {
            byte[] bytes = read(resource + form[1]);
            if (bytes != null) {
                found.put(form[0], bytes);
            }
        }
        return found;
    }
}
