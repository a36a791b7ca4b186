// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import tools.jackson.databind.JsonNode;

/** Requests about tokens, and requests that present one. JSON is written with single quotes. */
final class TokenCalls {

    static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    private TokenCalls() {}

    /** Asks for a token, with the admin secret unless there are headers. */
    static Answer make(TestServer house, String json, String... headers) {
        return house.post("/admin/tokens", json.replace('\'', '"'), headers.length == 0 ? SECRET : headers);
    }

    /** Makes a token. */
    static JsonNode made(TestServer house, String json) {
        Answer answer = make(house, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Returns the headers that present a token. */
    static String[] bearer(JsonNode made) {
        return new String[] {"Authorization", "Bearer " + made.path("token").asString()};
    }

    static Answer command(TestServer house, String json, String... headers) {
        return house.post("/admin/commands", json.replace('\'', '"'), headers);
    }

    /** Revokes a token with the admin secret. */
    static Answer revoke(TestServer house, JsonNode made) {
        String path = house.path("/admin/tokens/" + made.path("id").asString());
        return house.http().send("DELETE", path, BodyPublishers.noBody(), SECRET);
    }
}
