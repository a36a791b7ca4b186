// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.netty.internal.flow.ByteBudget;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/**
 * How long a host waits, and for how many connections. Durations are positive.
 *
 * @param request for a whole request, from its first byte (for a connection's first request, from when it was
 *     accepted). After that the answer is 408, or the connection is closed if not even one byte has come
 * @param idle for the next request on a connection that is kept alive, and for a client to take an answer
 * @param maxPending connections that are not held; at this number one of them is closed for each newcomer
 * @param maxBufferedBytes bytes of memory that others together may make the host hold, at least a mebibyte
 */
public record Limits(Duration request, Duration idle, int maxPending, long maxBufferedBytes) {

    /** 10 seconds, 60 seconds, 4096 connections, a quarter of the heap or of the memory for buffers outside it. */
    public static final Limits DEFAULTS = new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            4096,
            ByteBudget.defaultFor(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()));

    /** Checks the values. */
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
