// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream line by line, as a browser does (HTML Living Standard, section 9.2.6). Not thread-safe.
 */
final class SseParser {

    private final Consumer<Event> sink;
    private final List<String> data = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String id;
    private @Nullable Long retryMillis;

    SseParser(Consumer<Event> sink) {
        this.sink = sink;
    }

    /** Takes one line, without its end. */
    void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.charAt(0) != ':') {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            field(field, value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> data.add(value);
            case "event" -> name = value;
            case "id" -> id = value;
            case "retry" -> {
                if (value.matches("[0-9]+")) {
                    retryMillis = Long.valueOf(value);
                }
            }
            default -> {
                // The standard says to ignore unknown fields.
            }
        }
    }

    private void dispatch() {
        if (!data.isEmpty() || retryMillis != null) {
            sink.accept(new Event(name, id, String.join("\n", data), retryMillis));
        }
        data.clear();
        name = null;
        id = null;
        retryMillis = null;
    }

    /**
     * One event.
     *
     * @param name its {@code event:} field; null if it is unnamed, as all of Rollcall's are
     * @param id its {@code id:} field; null if there is none
     * @param data its data, lines joined; empty if it only set the wait
     * @param retryMillis the wait it set, in milliseconds; null if it set none
     */
    record Event(
            @Nullable String name,
            @Nullable String id,
            String data,
            @Nullable Long retryMillis) {}
}
