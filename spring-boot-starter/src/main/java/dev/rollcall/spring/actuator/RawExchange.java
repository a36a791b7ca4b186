// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.protocol.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * Carries a request through Actuator as it came. Actuator itself reads a body as texts by name, adds the parameters of the
 * query, and drops what the operation has no parameter for, without a word: a command with a mistake in it would mean more
 * tabs. So filters put the whole query into a parameter of its own, and the whole body into a field of its own. Pure functions.
 */
final class RawExchange {

    /** The parameter that holds the whole query. */
    static final String QUERY = "query";

    /** How much of a body is read: one byte more than is taken. */
    static final int MOST_BYTES = Request.MAX_BODY_BYTES + 1;

    private static final EndpointId ENDPOINT = EndpointId.of("rollcall");

    private RawExchange() {}

    /** Returns a body for Actuator: {@code {"body":"..."}}, with the original one as base64. */
    static byte[] enclose(byte[] body) {
        return ("{\"body\":\"" + Base64.getEncoder().encodeToString(body) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the original body; null when the text was not made here. */
    static byte @Nullable [] bytes(String enclosed) {
        try {
            return Base64.getDecoder().decode(enclosed);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Returns whether a path is that of the endpoint.
     *
     * @param path decoded, below whatever the application puts before Actuator's base path
     */
    static boolean isFor(String path, Supplier<@Nullable PathMappedEndpoints> endpoints) {
        PathMappedEndpoints mapped = endpoints.get();
        String own = mapped == null ? null : mapped.getPath(ENDPOINT);
        return own != null
                && path.startsWith(own)
                && (path.length() == own.length() || path.charAt(own.length()) == '/');
    }
}
