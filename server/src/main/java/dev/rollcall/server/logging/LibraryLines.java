// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.rollcall.core.fault.OncePerMinute;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets each kind of library log line of WARN and above through once a minute, because clients may be able to provoke
 * it. A kind is a logger and the text before its arguments are inserted. Thread-safe.
 */
final class LibraryLines extends TurboFilter {

    /** More kinds than libraries have; kinds beyond this number are not held back. */
    private static final int MOST_KINDS = 1000;

    private final Map<String, OncePerMinute> kinds = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        // Without a text, this call only asks whether the level is enabled.
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || logger.getName().startsWith("dev.rollcall")) {
            return FilterReply.NEUTRAL;
        }
        String kind = logger.getName() + " " + format;
        OncePerMinute limit =
                kinds.size() < MOST_KINDS ? kinds.computeIfAbsent(kind, first -> new OncePerMinute()) : kinds.get(kind);
        return limit != null && limit.next() == OncePerMinute.HELD_BACK ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
