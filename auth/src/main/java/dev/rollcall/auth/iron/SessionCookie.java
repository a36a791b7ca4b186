// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.protocol.admin.access.Credentials;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The place of a sealed h3 session in a request: a header, a cookie, or a cookie in chunks. Immutable. */
final class SessionCookie {

    private static final String CHUNKED = "__chunked__";
    private static final Pattern CHUNK_COUNT = Pattern.compile("[1-9][0-9]?");

    private final String name;
    private final String headerName;

    SessionCookie(String name) {
        this.name = name;
        this.headerName = "x-" + name.toLowerCase(Locale.ROOT) + "-session";
    }

    /** Returns the sealed session; null if there is none, a chunk is missing, or it has more than 8,192 characters. */
    @Nullable
    String sealed(StatsRequest request) {
        String header = request.header(headerName);
        String sealed = header != null && !header.isEmpty() ? header : joined(request.cookies());
        return sealed == null || sealed.length() > Credentials.MAX_CHARS ? null : plain(sealed);
    }

    private @Nullable String joined(Map<String, String> cookies) {
        String main = cookies.get(name);
        if (main == null || !main.startsWith(CHUNKED)) {
            return main;
        }
        String count = main.substring(CHUNKED.length());
        return CHUNK_COUNT.matcher(count).matches() ? joined(cookies, Integer.parseInt(count)) : null;
    }

    private @Nullable String joined(Map<String, String> cookies, int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            String chunk = cookies.get(name + "." + i);
            if (chunk == null || all.length() + chunk.length() > Credentials.MAX_CHARS) {
                return null;
            }
            all.append(chunk);
        }
        return all.toString();
    }

    /** Decodes the star, the only character of a seal that some clients percent-encode. */
    private static String plain(String value) {
        return value.replace("%2A", "*").replace("%2a", "*");
    }
}
