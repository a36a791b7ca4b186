// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a browser's own {@code EventSource} is turned away for a while. Any status but 200 ends one for good (HTML Standard,
 * section 9.2.3): a page would stay uncounted until somebody loads it again, because the server was leaving or full for a
 * moment. So it gets an event stream that ends at once, after which it comes back by itself, and how long to stay away.
 * Pure functions except for the jitter.
 */
public final class EventSourceRefusal {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final int JITTER_MILLIS = 1_000;

    private EventSourceRefusal() {}

    /**
     * Returns the refusal in the form that this client understands: for one that asks for an event stream a stream that ends,
     * if the refusal has a {@code Retry-After} in seconds; otherwise the refusal itself.
     *
     * @param request the headers of the request that is refused
     */
    public static Response of(Headers request, Response refusal) {
        String seconds = refusal.headers().get("Retry-After");
        return seconds == null || !asksForEvents(request) ? refusal : stream(refusal, Long.parseLong(seconds));
    }

    /** Browsers send exactly this, and others that speak the protocol do; {@code fetch} and curl send {@code *}{@code /*}. */
    private static boolean asksForEvents(Headers request) {
        String accept = request.first("accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(EVENT_STREAM);
    }

    /* The event has a name, so that clients of 1.x, which take every message for one of the contract's, do not see it. */
    private static Response stream(Response refusal, long seconds) {
        long after = seconds * 1_000 + ThreadLocalRandom.current().nextInt(JITTER_MILLIS);
        String error = new String(refusal.body(), StandardCharsets.UTF_8);
        String data = error.substring(0, error.lastIndexOf('}')) + ",\"status\":" + refusal.status() + ",\"after\":"
                + after + "}";
        String stream = "retry: " + after + "\nevent: refused\ndata: " + data + "\n\n";
        return new Response(
                200,
                Map.of("Content-Type", EVENT_STREAM, "Cache-Control", "no-store, no-transform"),
                stream.getBytes(StandardCharsets.UTF_8));
    }
}
