// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import java.time.Duration;

/**
 * How long the host waits, and for how many. Durations are positive.
 *
 * @param request for a whole request from its first byte (from accepting, for the first one); then 408, or the end when
 *     not a byte has come
 * @param idle for the next request on a connection that is kept alive, and for a client to take an answer
 * @param maxPending connections that are not held; beyond it no further ones are accepted until one goes
 */
public record Limits(Duration request, Duration idle, int maxPending) {

    public static final Limits DEFAULTS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 4096);

    public Limits {
        requirePositive(request, "requestTimeout");
        requirePositive(idle, "idleTimeout");
        if (maxPending < 1) {
            throw new IllegalArgumentException("maxPendingConnections: " + maxPending + " (expected: at least 1)");
        }
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than zero)");
        }
    }
}
