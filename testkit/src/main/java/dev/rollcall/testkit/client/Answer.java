// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A server's answer.
 *
 * @param status the status code
 * @param headers the headers, names in lower case
 * @param body the body as text; empty if there is none
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    /** Returns the first value of a header, ignoring case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    /** Returns the body as JSON. */
    public JsonNode json() {
        return Json.parse(body);
    }
}
