// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The browser client as ES modules, for pages that import it without a bundler. They are below {@code
 * /client/VERSION/}, where a release never changes and may be cached for good; a snapshot changes, so browsers ask each
 * time. A path without a version, {@code /client/index.js}, redirects to the version that is here. Immutable,
 * thread-safe.
 */
public final class ClientModules {

    /** The prefix of the paths, below the base path. */
    public static final String FOLDER = "/client/";

    private static final String RESOURCE = "/dev/rollcall/client/";
    private static final String VERSION = "version.txt";
    private static final String TAG = "script/"; // see ClientScript

    private final String version;
    private final Map<String, StaticFile> byPath;

    private ClientModules(String version, Map<String, StaticFile> byPath) {
        this.version = version;
        this.byPath = Map.copyOf(byPath);
    }

    /**
     * Returns modules.
     *
     * @param version the client's version, as used in paths: letters, digits, dots, hyphens and underscores, with a
     *     letter or digit first
     * @param modules their content in UTF-8 by path, such as {@code index.js}. Not copied: the bytes must not change afterwards
     * @throws IllegalArgumentException when the version does not fit
     */
    public static ClientModules of(String version, Map<String, byte[]> modules) {
        Map<String, String> headers = headers(checked(version));
        Map<String, StaticFile> files = new HashMap<>();
        modules.forEach((path, bytes) -> files.put(path, StaticFile.of(headers, bytes, Map.of())));
        return new ClientModules(version, files);
    }

    /**
     * Returns the modules that are in the jar {@code rollcall-client}. They are read once.
     *
     * @return null when it is not on the class path
     */
    public static @Nullable ClientModules fromClassPath() {
        return OnClassPath.MODULES;
    }

    /** Returns the version in the paths, such as {@code 0.1.0}. */
    public String version() {
        return version;
    }

    /**
     * Returns the answer to GET and HEAD.
     *
     * @param path below the base path, beginning with {@link #FOLDER}
     * @return null when there is no such module, or only in another version
     */
    public @Nullable Response answer(String path, Request request) {
        String inside = path.substring(FOLDER.length());
        if (byPath.containsKey(inside)) {
            return present(inside);
        }
        StaticFile file = inside.startsWith(version + "/") ? byPath.get(inside.substring(version.length() + 1)) : null;
        return file == null ? null : Responses.varying(file.answer(request), "Origin");
    }

    /** Redirects to a module of the version that is here. The address is relative, because the base path is not known here. */
    private Response present(String module) {
        String up = "../".repeat((int) module.chars().filter(c -> c == '/').count());
        Response redirect = Responses.with(Responses.empty(307), "Location", up + version + "/" + module);
        return Responses.with(redirect, "Cache-Control", "no-cache");
    }

    private static String checked(String version) {
        if (!version.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "version: " + version + " (expected: letters, digits, '.', '-' and '_', first a letter or digit)");
        }
        return version;
    }

    /** As those of {@link ClientScript}: pages of listed origins may import them. */
    private static Map<String, String> headers(String version) {
        return Map.of(
                "Content-Type",
                "text/javascript; charset=utf-8",
                "Cache-Control",
                version.endsWith("-SNAPSHOT") ? "no-cache" : "public, max-age=31536000, immutable",
                "Cross-Origin-Resource-Policy",
                "same-origin");
    }

    /** Read when first asked for. */
    private static final class OnClassPath {

        static final @Nullable ClientModules MODULES = find();

        private static @Nullable ClientModules find() {
            byte[] list = ClassPathFile.read(RESOURCE + StaticFiles.LIST);
            byte[] version = ClassPathFile.read(RESOURCE + VERSION);
            if (list == null || version == null) {
                return null;
            }
            String name = checked(new String(version, UTF_8).strip());
            Map<String, StaticFile> files = new HashMap<>();
            new String(list, UTF_8)
                    .lines()
                    .filter(path -> path.endsWith(".js") && !path.startsWith(TAG))
                    .forEach(path -> files.put(path, read(path, name)));
            return new ClientModules(name, files);
        }

        private static StaticFile read(String path, String version) {
            byte[] plain = ClassPathFile.read(RESOURCE + path);
            if (plain == null) {
                throw new IllegalStateException(
                        RESOURCE + path + ": missing (expected: every file of " + StaticFiles.LIST + ")");
            }
            return StaticFile.of(headers(version), plain, ClassPathFile.compressed(RESOURCE + path));
        }
    }
}
