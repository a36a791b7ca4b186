// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells an answer that a cache gave from one that a server gave. Thread-safe. */
final class CacheSigns {

    /** A Date header that stands still for this long shows a cache: the clocks of servers differ by less. */
    static final long STANDS_STILL_MILLIS = 15_000;

    private static final int MOST_DATES = 1_000;

    /**
     * Words that say that a cache had the answer already. {@code fwd=stale} of RFC 9211 means that a server was asked.
     */
    private static final Pattern WAS_THERE = Pattern.compile("(?<![a-z=])(hit|stale|revalidated)(?![a-z])");

    /** The header of RFC 9211, and the CDNs' own. */
    private static final List<String> HEADERS =
            List.of("X-Cache", "CF-Cache-Status", "Cache-Status", "X-Vercel-Cache", "X-Cache-Status", "X-Proxy-Cache");

    private final Map<String, Long> dates = new LinkedHashMap<>(); // when each was first seen

    /**
     * Looks at the headers of an answer.
     *
     * @param header returns a header by its name, or null
     * @param ticks the time that passes, in milliseconds
     * @return how it is known that a cache answered, for people; null when nothing shows it
     */
    @Nullable
    String of(UnaryOperator<@Nullable String> header, long ticks) {
        String age = header.apply("Age");
        if (age != null && !age.strip().equals("0")) {
            return "a cache answered: its header Age is not 0";
        }
        for (String name : HEADERS) {
            String value = header.apply(name);
            if (value != null
                    && WAS_THERE.matcher(value.toLowerCase(Locale.ROOT)).find()) {
                return "a cache answered: its header " + name + " says so";
            }
        }
        String date = header.apply("Date");
        return date != null && standsStill(date, ticks) ? "a cache answered: its header Date stands still" : null;
    }

    private synchronized boolean standsStill(String date, long ticks) {
        Long first = dates.putIfAbsent(date, ticks);
        if (dates.size() > MOST_DATES) {
            Iterator<String> oldest = dates.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return first != null && ticks - first >= STANDS_STILL_MILLIS;
    }
}
