// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The browser client as one file for a script tag. It has two addresses: {@code /client.js}, which browsers check on
 * each visit and which is always the current one, and one with a hash of its content, which never changes and may be
 * cached for good. Immutable, thread-safe.
 */
public final class ClientScript {

    /** The address of the current script, below the base path. */
    public static final String PATH = "/client.js";

    private static final String RESOURCE = "/dev/rollcall/client/script/client.js";
    private static final int HASH_BYTES = 10;

    private final String hashedPath;
    private final String integrity;
    private final StaticFile present;
    private final StaticFile hashed;

    private ClientScript(byte[] plain, Map<String, byte[]> compressed) {
        byte[] digest = digest(plain);
        hashedPath = "/client." + HexFormat.of().formatHex(digest, 0, HASH_BYTES) + ".js";
        integrity = "sha384-" + Base64.getEncoder().encodeToString(digest);
        present = StaticFile.of(headers("no-cache"), plain, compressed);
        hashed = StaticFile.of(headers("public, max-age=31536000, immutable"), plain, compressed);
    }

    /**
     * Returns a script.
     *
     * @param plain its bytes, in UTF-8. Not copied: they must not change afterwards
     * @param compressed the same by content coding, such as {@code br} and {@code gzip}, best first; may be empty. Not copied
     *     either
     */
    public static ClientScript of(byte[] plain, Map<String, byte[]> compressed) {
        return new ClientScript(plain, compressed);
    }

    /**
     * Returns the script that is in the jar {@code rollcall-client}. It is read once.
     *
     * @return null when it is not on the class path
     */
    public static @Nullable ClientScript fromClassPath() {
        return OnClassPath.SCRIPT;
    }

    /** Returns the address with the hash, below the base path: {@code /client.<hash>.js}. */
    public String hashedPath() {
        return hashedPath;
    }

    /** Returns the value of a script tag's {@code integrity} (W3C Subresource Integrity): {@code sha384-...}. */
    public String integrity() {
        return integrity;
    }

    /**
     * Returns the answer to GET and HEAD.
     *
     * @param path below the base path
     * @return null when it is neither of the two addresses, such as that of another version of the script
     */
    public @Nullable Response answer(String path, Request request) {
        if (path.equals(PATH)) {
            return Responses.varying(present.answer(request), "Origin");
        }
        return path.equals(hashedPath) ? Responses.varying(hashed.answer(request), "Origin") : null;
    }

    /*
     * Pages of listed origins may load it with `crossorigin`, since their requests then have an `Origin`; to a page of any
     * other site, and to one that does not send its origin, `Cross-Origin-Resource-Policy` closes it (WHATWG Fetch, 3.7).
     */
    private Map<String, String> headers(String cacheControl) {
        return Map.of(
                "Content-Type",
                "text/javascript; charset=utf-8",
                "Cache-Control",
                cacheControl,
                "Content-Location",
                hashedPath.substring(1),
                "Cross-Origin-Resource-Policy",
                "same-origin");
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-384").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-384: missing (expected: a Java runtime that has it)", e);
        }
    }

    /** Read when first asked for. */
    private static final class OnClassPath {

        static final @Nullable ClientScript SCRIPT = find();

        private static @Nullable ClientScript find() {
            byte[] plain = ClassPathFile.read(RESOURCE);
            return plain == null ? null : of(plain, ClassPathFile.compressed(RESOURCE));
        }
    }
}
