// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.protocol.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection the label of its person, a login name, say, from the request that opens it. The label is shown to
 * those who may see stats. Called on event loops: must not block. Thread-safe.
 */
@FunctionalInterface
public interface UserResolver {

    /**
     * The label of the person behind a request.
     *
     * @param request the request that opens the connection
     * @param fromTrustedProxy whether it came through a proxy that is trusted; headers that a proxy sets are worth
     *     nothing otherwise
     * @return the label; null when there is none. One over 128 characters, or with control characters, counts as none
     */
    @Nullable
    String user(Request request, boolean fromTrustedProxy);

    /** Gives nobody a label: the default. */
    static UserResolver none() {
        return (request, fromTrustedProxy) -> null;
    }

    /** The name that the host's own authentication knows. */
    static UserResolver byIdentity() {
        return (request, fromTrustedProxy) ->
                request.identity() == null ? null : request.identity().name();
    }

    /** The value of a header that a trusted proxy sets, {@code X-Forwarded-User} say. */
    static UserResolver header(String name) {
        return (request, fromTrustedProxy) ->
                fromTrustedProxy ? request.headers().first(name) : null;
    }
}
