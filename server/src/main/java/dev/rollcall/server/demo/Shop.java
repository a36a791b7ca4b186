// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small shop of several pages, each served as the build that is in force, and a button that deploys the next one.
 * Everything is in memory. Thread-safe; does not block.
 */
public final class Shop implements Function<Request, @Nullable Response> {

    private static final String FILES = "/demo/";
    private static final String CLIENT = "client/";
    private static final String DEPLOY = "deploy";
    private static final Actor BUTTON = new Actor("the demo's button", Actor.Via.APPLICATION);

    /* As StaticFiles says it for its files; pages may be kept for going back, and are asked for again otherwise. */
    private static final Map<String, String> PAGE = Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Cache-Control", "no-cache",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    private final Rollcall rollcall;
    private final String basePath;
    private final OriginPolicy origins;
    private final StaticFiles files = StaticFiles.fromClassPath("/dev/rollcall/demo/files");
    private final StaticFiles client = StaticFiles.fromClassPath("/dev/rollcall/client");
    private volatile Pages pages;

    /**
     * A shop whose tabs connect to this rollcall.
     *
     * @param basePath where the contract is served; must leave {@code /demo} to the shop
     * @param origins whose page the button may be on: only the same host counts
     * @throws IllegalArgumentException when the base path is the shop's
     */
    public Shop(Rollcall rollcall, String basePath, OriginPolicy origins) {
        if ((basePath + "/").startsWith(FILES)) {
            throw new IllegalArgumentException("base-path: " + basePath
                    + " (expected: a path that is not under /demo, which the demo's shop uses)");
        }
        this.rollcall = rollcall;
        this.basePath = basePath;
        this.origins = origins;
        this.pages = new Pages(rollcall.currentVersion(), basePath);
    }

    @Override
    public @Nullable Response apply(Request request) {
        String path = request.path();
        if (path.equals(FILES + DEPLOY)) {
            return deploy(request);
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads) {
            return refused(405, "method not allowed (expected: GET, HEAD)", Map.of("Allow", "GET, HEAD"));
        }
        return path.startsWith(FILES) ? file(path.substring(FILES.length())) : page(path);
    }

    private Response page(String path) {
        Pages current = pages;
        String version = rollcall.currentVersion();
        if (!current.version().equals(version)) {
            current = new Pages(version, basePath);
            pages = current;
        }
        return new Response(current.has(path) ? 200 : 404, PAGE, current.at(path));
    }

    private @Nullable Response file(String path) {
        return path.startsWith(CLIENT) ? client.find(path.substring(CLIENT.length())) : files.find(path);
    }

    private Response deploy(Request request) {
        return switch (request.method()) {
            case "GET" -> json(200, versions(0), Map.of());
            case "POST" ->
                origins.isFromSameHost(request)
                        ? json(200, versions(deployNext()), Map.of())
                        : refused(403, "origin not allowed (expected: a page of this host)", Map.of());
            default -> refused(405, "method not allowed (expected: GET, POST)", Map.of("Allow", "GET, POST"));
        };
    }

    /** Returns how many tabs were told. */
    private int deployNext() {
        Release release = rollcall.internals().commands().announce(NextVersion.after(rollcall.currentVersion()), false, BUTTON);
        return release == null ? 0 : release.told();
    }

    private byte[] versions(int told) {
        String version = rollcall.currentVersion();
        return new JsonWriter(128)
                .beginObject()
                .name("ok")
                .value(true)
                .name("version")
                .value(version)
                .name("next")
                .value(NextVersion.after(version))
                .name("told")
                .value(told)
                .endObject()
                .toBytes();
    }

    private static Response refused(int status, String error, Map<String, String> headers) {
        JsonWriter body = new JsonWriter(128).beginObject().name("ok").value(false);
        return json(status, body.name("error").value(error).endObject().toBytes(), headers);
    }

    private static Response json(int status, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json; charset=utf-8");
        all.put("Cache-Control", "no-store");
        return new Response(status, all, body);
    }
}
