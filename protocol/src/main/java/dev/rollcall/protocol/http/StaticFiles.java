// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.protocol.wire.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a small web application, read into memory once. Files under {@code assets/} have a hash in their name and
 * may be cached for good; the others may not. A page gets headers that let it load nothing from elsewhere, run no script
 * but its own files, and be framed by nobody. Immutable, thread-safe.
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

    private final Map<String, Response> byPath;

    private StaticFiles(Map<String, Response> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** No files. */
    public static StaticFiles none() {
        return NONE;
    }

    /**
     * Reads the files that {@value #LIST} in a folder of the class path names.
     *
     * @param folder such as {@code /dev/rollcall/dashboard}
     * @return {@link #none} when there is no such list
     * @throws UncheckedIOException when a file that it names cannot be read
     */
    public static StaticFiles fromClassPath(String folder) {
        byte[] list = read(folder + "/" + LIST);
        if (list == null) {
            return NONE;
        }
        Map<String, Response> files = new HashMap<>();
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(path -> {
                    byte[] bytes = read(folder + "/" + path);
                    if (bytes == null) {
                        throw new IllegalStateException(
                                folder + "/" + path + ": missing (expected: every file of " + LIST + ")");
                    }
                    files.put(path, response(path, bytes));
                });
        return new StaticFiles(files);
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    /** The file at a path without leading slash; {@code index.html} for the empty path; null when there is none. */
    public @Nullable Response find(String path) {
        return byPath.get(path.isEmpty() ? "index.html" : path);
    }

    private static Response response(String path, byte[] bytes) {
        Map<String, String> headers = new HashMap<>();
        headers.put(
                "Content-Type",
                TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream"));
        headers.put("Cache-Control", path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Content-Security-Policy", POLICY);
        return new Response(200, headers, bytes, true);
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": cannot be read", e);
        }
    }
}
