// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with a query, field by field. Not thread-safe. */
public final class Query {

    private final StringBuilder path;
    private boolean first = true;

    /** Begins with a path below the base path. */
    public Query(String path) {
        this.path = new StringBuilder(path);
    }

    /** Adds a field, unless its value is null. */
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            path.append(first ? '?' : '&').append(name).append('=').append(encoded(String.valueOf(value)));
            first = false;
        }
        return this;
    }

    /** Returns a text encoded as one segment of a path, or as a value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
