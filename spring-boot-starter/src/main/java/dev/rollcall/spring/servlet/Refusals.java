// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What this host refuses besides {@link HttpErrors}. */
final class Refusals {

    /** 503, so that tabs go on to the next transport and try again later. */
    static final Response NO_WEBSOCKET = HttpErrors.of(
            503,
            "websocket: not offered by this server (expected: a servlet container with Jakarta WebSocket; use /sse)",
            Map.of("Retry-After", "120"));

    /** How long a tab may be sent away for, in seconds: each at a time of its own, so that they do not come back together. */
    private static final int SOONEST_SECONDS = 10;

    private static final int LATEST_SECONDS = 40;

    private Refusals() {}

    /** There is no place on this port. */
    static Response full() {
        int seconds = ThreadLocalRandom.current().nextInt(SOONEST_SECONDS, LATEST_SECONDS);
        return HttpErrors.of(503, "over capacity", Map.of("Retry-After", Integer.toString(seconds)));
    }
}
