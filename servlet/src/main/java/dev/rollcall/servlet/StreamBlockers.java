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
 * Finds out why an event stream cannot be held, and logs it, at most once a minute. Its tab goes on with another transport.
 * Thread-safe.
 */
final class StreamBlockers {

    private static final Logger LOG = LoggerFactory.getLogger(StreamBlockers.class);

    private final OncePerMinute lines = new OncePerMinute();
    private final Supplier<List<String>> withoutAsync;

    /** @param withoutAsync returns the filters that do not support asynchronous requests; an empty list when that is not known */
    StreamBlockers(Supplier<List<String>> withoutAsync) {
        this.withoutAsync = withoutAsync;
    }

    /**
     * Returns whether a filter keeps a stream from being held, and logs which.
     *
     * @param own the container's own response, below the wrappers of filters
     */
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

    /**
     * Logs that the request cannot be processed asynchronously.
     *
     * @param failure how the container or a filter refused; null when the request itself says so
     */
    void noAsync(HttpServletRequest request, @Nullable IllegalStateException failure) {
        List<String> known = withoutAsync.get();
        Collection<String> candidates = known.isEmpty()
                ? request.getServletContext().getFilterRegistrations().keySet()
                : known;
        String why = known.isEmpty() ? "the servlet or one of the filters " : "";
        String reason = failure == null ? "" : " (" + failure.getMessage() + ")";
        log(
                "asynchronous requests are not supported by {}{}: register it with asyncSupported=true",
                why + candidates,
                reason);
    }

    private void log(String why, Object first, Object second) {
        long more = lines.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "Event streams are answered 503 ({} more since the last such line), and tabs use WebSocket or polling: "
                            + why + ".",
                    more,
                    first,
                    second);
        }
    }
}
