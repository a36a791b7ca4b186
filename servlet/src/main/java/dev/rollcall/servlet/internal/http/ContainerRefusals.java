// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The refusals that only a servlet container needs, besides {@link HttpErrors}. */
public final class ContainerRefusals {

    /** The container has no WebSocket: 503, so that tabs go on to the next transport and try this one later. */
    public static final Response NO_WEBSOCKET = HttpErrors.of(
            503,
            "websocket: not offered by this server (expected: a servlet container with Jakarta WebSocket; use /sse)",
            Map.of("Retry-After", "120"));

    /**
     * A filter keeps streams from being held: 503 without {@code Retry-After}, so that tabs go on to the next transport at
     * once.
     */
    public static final Response NO_STREAMS = HttpErrors.of(
            503,
            "sse: not offered by this server (expected: filters that support asynchronous requests; use /ws or /poll)",
            Map.of());

    /** Bounds of the wait before the next attempt, in seconds. Waits differ, so that tabs do not return all at once. */
    private static final int MIN_WAIT_SECONDS = 10;

    private static final int MAX_WAIT_SECONDS = 40;

    private ContainerRefusals() {}

    /** Returns the refusal when the container has no connection to spare: 503, with a random wait. */
    public static Response full() {
        int seconds = ThreadLocalRandom.current().nextInt(MIN_WAIT_SECONDS, MAX_WAIT_SECONDS);
        return HttpErrors.of(503, "over capacity", Map.of("Retry-After", Integer.toString(seconds)));
    }
}
