// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.function.Function;

/**
 * The type of a setting: what its text may be and which value it means.
 *
 * @param <T> the type of the value
 * @param label the placeholder for the value in the help, in upper case
 * @param expected what is accepted, in words that follow "expected:"; names unit and range
 * @param example a text that is accepted, for messages that say how to fix it
 * @param secret whether the value must never be shown; then {@code file:/path} is accepted too
 * @param parser turns the text into the value; throws {@link IllegalArgumentException} when it is not accepted
 */
public record Type<T>(String label, String expected, String example, boolean secret, Function<String, T> parser) {

    /** Returns the value of a text; throws {@link IllegalArgumentException} when the text is not accepted. */
    public T parse(String text) {
        return parser.apply(text);
    }
}
