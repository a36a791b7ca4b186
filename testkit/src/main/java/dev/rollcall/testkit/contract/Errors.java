// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;

/** The shape of errors. */
final class Errors {

    private Errors() {}

    /** Checks that an error is JSON: {@code {"ok":false,"error":"..."}}. */
    static void check(Answer answer) {
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(Json.fields(answer.json())).containsExactly("error", "ok");
        assertThat(answer.json().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.json().path("error").asString()).isNotBlank();
    }

    /** Checks the status and the shape. */
    static void check(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        check(answer);
    }
}
