// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

/** What tabs without a WebSocket share. */
final class Posts {

    private Posts() {}

    /** Fails unless a tab's POST was taken. */
    static void ok(Answer answer) {
        if (answer.status() != 200 || !answer.json().path("ok").asBoolean(false)) {
            throw new AssertionError(
                    "answer: " + answer.status() + " " + answer.body() + " (expected: 200 {\"ok\":true})");
        }
    }
}
