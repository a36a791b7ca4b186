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
 * Carries a request through Actuator unchanged. Actuator itself reads a body as a map of texts, adds the parameters of the query
 * to it, and silently drops whatever the operation has no parameter for: a command with a misspelled filter would reach more tabs
 * than was meant. So a filter puts the whole query into one parameter, and the whole body into one field. Pure functions.
 */
final class RawExchange {

    /** The parameter that holds the whole query. */
    static final String QUERY = "query";

    /** How many bytes of a body are kept: one more than are accepted, so that a longer one is noticed. */
    static final int MOST_BYTES = Request.MAX_BODY_BYTES + 1;

    private static final EndpointId ENDPOINT = EndpointId.of("rollcall");

    private RawExchange() {}

    /** Returns a body for Actuator: {@code {"body":"..."}}, with the original one as base64. */
    static byte[] enclose(byte[] body) {
        return ("{\"body\":\"" + Base64.getEncoder().encodeToString(body) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the original body; null when the text was not made by {@link #enclose}. */
    static byte @Nullable [] bytes(String enclosed) {
        try {
            return Base64.getDecoder().decode(enclosed);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Returns whether a path is the endpoint's.
     *
     * @param path decoded, without the context path of the application
     * @param endpoints where Actuator's endpoints are; supplies null when there are none
     */
    static boolean isFor(String path, Supplier<@Nullable PathMappedEndpoints> endpoints) {
        PathMappedEndpoints mapped = endpoints.get();
        String own = mapped == null ? null : mapped.getPath(ENDPOINT);
        return own != null
                && path.startsWith(own)
                && (path.length() == own.length() || path.charAt(own.length()) == '/');
    }
}
