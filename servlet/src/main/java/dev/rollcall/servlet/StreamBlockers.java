// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.core.fault.OncePerMinute;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why an event stream cannot be held, and says so at most once a minute. Tabs go on without it: by WebSocket, or
 * polling. Thread-safe.
 */
final class StreamBlockers {

    private static final Logger LOG = LoggerFactory.getLogger(StreamBlockers.class);

    private final OncePerMinute lines = new OncePerMinute();
    private final Supplier<List<String>> withoutAsync;

    /** @param withoutAsync returns which filters do not support asynchronous requests; none when that is not known */
    StreamBlockers(Supplier<List<String>> withoutAsync) {
        this.withoutAsync = withoutAsync;
    }

    /** Returns whether something keeps a stream from being held, and logs it. */
    boolean block(HttpServletRequest request, HttpServletResponse own) {
        if (!request.isAsyncSupported()) {
            noAsync(request, null);
            return true;
        }
        String encoding = own.getHeader("Content-Encoding");
        if (encoding != null) {
            log(
                    "a filter encodes responses ({}), which holds the events back: exclude {} from it",
                    encoding,
                    request.getServletPath());
            return true;
        }
        return false;
    }

    /** Logs that the container refused asynchronous processing. */
    void noAsync(HttpServletRequest request, @Nullable IllegalStateException failure) {
        List<String> known = withoutAsync.get();
        Collection<String> candidates = known.isEmpty()
                ? request.getServletContext().getFilterRegistrations().keySet()
                : known;
        String why = known.isEmpty() ? "the servlet or one of the filters " : "";
        String reason = failure == null ? "" : " [" + failure.getMessage() + "]";
        log(
                "asynchronous requests are not supported by {}{}: register it with asyncSupported=true",
                why + candidates,
                reason);
    }

    private void log(String why, Object first, Object second) {
        long more = lines.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "Event streams are answered 503, as {} before, and tabs use WebSocket or polling: " + why + ".",
                    more,
                    first,
                    second);
        }
    }
}
