// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.function.Function;

/**
 * What a setting's text means. Immutable.
 *
 * @param <T> the type of the value
 * @param label the word that stands for the value in the help, in upper case
 * @param expected what is accepted, in words that follow "expected:"; names unit and range
 * @param example a text that is accepted, for messages that say how to fix it
 * @param secret whether the value must never be shown; then {@code file:/path} is accepted too
 * @param parser turns the text into the value; throws {@link IllegalArgumentException} when it is not accepted
 */
public record Type<T>(String label, String expected, String example, boolean secret, Function<String, T> parser) {

    /** The value that a text stands for; throws {@link IllegalArgumentException} when there is none. */
    public T parse(String text) {
        return parser.apply(text);
    }
}
