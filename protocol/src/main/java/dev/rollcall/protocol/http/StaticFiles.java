// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a small web application, read into memory once. Files under {@code assets/} have a hash in their name and
 * may be cached for good; the others may not. A page gets headers that let it load nothing from elsewhere, run no script
 * but its own files, and be framed by no other page. A file is sent compressed to clients that accept that, if it was
 * compressed when it was built: {@code app.js.br} and {@code app.js.gz} beside {@code app.js}. Immutable, thread-safe.
 */
public final class StaticFiles {

    /** The name of the list of files, one relative path a line, beside them. */
    public static final String LIST = "files.txt";

    private static final StaticFiles NONE = new StaticFiles(Map.of());

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json; charset=utf-8",
            "txt", "text/plain; charset=utf-8");
    // Content Security Policy Level 3: 'self' in connect-src covers WebSockets of the same host.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final Map<String, StaticFile> byPath;

    private StaticFiles(Map<String, StaticFile> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** No files. */
    public static StaticFiles none() {
        return NONE;
    }

    /**
     * Reads the files that {@value #LIST} in a folder of the class path names, and their compressed forms.
     *
     * @param folder such as {@code /dev/rollcall/dashboard}
     * @return {@link #none} when there is no such list
     * @throws UncheckedIOException when a file that it names cannot be read
     */
    public static StaticFiles fromClassPath(String folder) {
        byte[] list = ClassPathFile.read(folder + "/" + LIST);
        if (list == null) {
            return NONE;
        }
        Map<String, StaticFile> files = new HashMap<>();
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(path -> files.put(path, file(folder, path)));
        return new StaticFiles(files);
    }

    /** Whether there are no files. */
    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    /**
     * Returns the answer to a request for a file, as {@link StaticFile#answer} has it.
     *
     * @param path the file's, without leading slash; {@code index.html} for the empty path
     * @return null when there is no such file
     */
    public @Nullable Response answer(String path, Request request) {
        StaticFile file = byPath.get(path.isEmpty() ? "index.html" : path);
        return file == null ? null : file.answer(request);
    }

    private static StaticFile file(String folder, String path) {
        byte[] plain = ClassPathFile.read(folder + "/" + path);
        if (plain == null) {
            throw new IllegalStateException(folder + "/" + path + ": missing (expected: every file of " + LIST + ")");
        }
        return StaticFile.of(headers(path), plain, ClassPathFile.compressed(folder + "/" + path));
    }

    private static Map<String, String> headers(String path) {
        return Map.of(
                "Content-Type",
                TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream"),
                "Cache-Control",
                path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
                "Referrer-Policy",
                "no-referrer",
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                "Content-Security-Policy",
                POLICY);
    }
}
