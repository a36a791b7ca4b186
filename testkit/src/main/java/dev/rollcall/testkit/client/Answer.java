// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param status the status code
 * @param headers the headers, names in lower case
 * @param body the body as text; empty when there is none
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    /** The body as JSON. */
    public JsonNode json() {
        return Json.parse(body);
    }
}
