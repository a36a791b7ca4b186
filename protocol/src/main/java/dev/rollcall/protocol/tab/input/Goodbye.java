// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.wire.Request;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a page posts while it goes away. A browser then sends only what needs no preflight request (Beacon, section 3.2;
 * Fetch, section 2.2.2): plain text or a form. The {@code connectionId} is the text, or the value of that name. Pure
 * functions.
 */
public final class Goodbye {

    private static final String FORM = "application/x-www-form-urlencoded";

    private Goodbye() {}

    /** Returns whether the body is of a type that can be read. */
    public static boolean isReadable(Request request) {
        String type = type(request);
        return request.isJson() || type.equals("text/plain") || type.equals(FORM);
    }

    /** Returns what the tab presents in the body; null when it presents nothing. */
    public static @Nullable String presented(Request request) {
        if (request.isJson()) {
            FlatObject object = FlatObject.read(request.body());
            return object == null ? null : object.text("connectionId");
        }
        String text = new String(request.body(), UTF_8).trim();
        String presented = type(request).equals(FORM) ? Query.parse(text).first("connectionId") : text;
        return presented == null || presented.isEmpty() ? null : presented;
    }

    private static String type(Request request) {
        String type = request.headers().first("content-type");
        int end = type == null ? -1 : type.indexOf(';');
        String bare = type == null ? "" : end < 0 ? type : type.substring(0, end);
        return bare.trim().toLowerCase(Locale.ROOT);
    }
}
