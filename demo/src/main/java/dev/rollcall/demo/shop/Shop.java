// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small shop of several pages, each served as the build of the current version, and a button that deploys the next
 * one. Everything is in memory. Thread-safe; does not block.
 */
public final class Shop {

    private static final String FILES = "/demo/";
    private static final String CLIENT = "client/";
    private static final String DEPLOY = "deploy";
    private static final Actor BUTTON = new Actor("the demo's button", Actor.Via.APPLICATION);

    /* As StaticFiles does for its files. Pages may be kept for the back button, and are otherwise revalidated. */
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
    private final StaticFiles files = StaticFiles.fromClassPath("/dev/rollcall/demo/shop/files");
    private final StaticFiles client = StaticFiles.fromClassPath("/dev/rollcall/client");
    private volatile Pages pages;

    /**
     * Makes a shop whose tabs connect to this rollcall.
     *
     * @param basePath where the contract is served; must leave {@code /demo} to the shop
     * @param origins decides which pages may use the button: those of the same host
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

    /** Returns the answer to a request; null when it asks for a file that the shop does not have. */
    @Nullable
    Response answer(Request request) {
        String path = request.path();
        if (path.equals(FILES + DEPLOY)) {
            return deploy(request);
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads) {
            return Responses.methodNotAllowed("GET, HEAD");
        }
        return path.startsWith(FILES) ? file(path.substring(FILES.length()), request) : page(path);
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

    private @Nullable Response file(String path, Request request) {
        return path.startsWith(CLIENT)
                ? client.answer(path.substring(CLIENT.length()), request)
                : files.answer(path, request);
    }

    private Response deploy(Request request) {
        return switch (request.method()) {
            case "GET" -> versions(0);
            case "POST" ->
                origins.read(request).isSameHost()
                        ? versions(deployNext())
                        : Responses.error(403, "origin not allowed (expected: a page of this host)");
            default -> Responses.methodNotAllowed("GET, POST");
        };
    }

    /** Announces the next version; returns how many tabs were notified. */
    private int deployNext() {
        Order next = Order.release(NextVersion.after(rollcall.currentVersion()), false);
        return rollcall.give(next, BUTTON).matched();
    }

    private Response versions(int told) {
        String version = rollcall.currentVersion();
        byte[] json = new JsonWriter(128)
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
        return Responses.json(200, json);
    }
}
