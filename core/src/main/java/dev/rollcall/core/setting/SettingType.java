// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The type of a setting: what its text may be, and which value the text means. Immutable.
 *
 * @param <T> the type of the value
 * @param form the kind of value, for programs with their own way of writing it
 * @param label the placeholder for the value in the help, in upper case
 * @param expected what is accepted, in words that follow "expected:"; names unit and range
 * @param example a text that is accepted, for messages that say how to fix it
 * @param choices all texts that are accepted; empty when they cannot be listed
 * @param parser turns a text into a value; throws {@link IllegalArgumentException} for a text that is not one
 * @param range checks a value; throws {@link IllegalArgumentException} when it is out of range
 */
public record SettingType<T>(
        Form form,
        String label,
        String expected,
        String example,
        List<String> choices,
        Function<String, T> parser,
        Consumer<T> range) {

    /** The kinds of values. */
    public enum Form {
        /** A whole number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** A {@link java.time.Duration}. */
        DURATION,
        /** Several texts, separated by commas. */
        LIST,
        /** A text that must never be shown. May be given as {@code file:/path}. */
        SECRET,
        /** Any other text. */
        TEXT
    }

    /** Copies the choices. */
    public SettingType {
        choices = List.copyOf(choices);
    }

    /** Returns a type whose parser does all the checks. */
    public static <T> SettingType<T> of(
            Form form, String label, String expected, String example, Function<String, T> parser) {
        return new SettingType<>(form, label, expected, example, List.of(), parser, value -> {});
    }

    /** Whether the value must never be shown. */
    public boolean secret() {
        return form == Form.SECRET;
    }

    /**
     * Returns the value of a text.
     *
     * @throws IllegalArgumentException when the text is not accepted; a text with a control character or a {@link
     *     Placeholder} never is
     */
    public T parse(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("control character");
        }
        refusePlaceholder(text);
        T value = parser.apply(text);
        range.accept(value);
        return value;
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException when it is out of range, or a text with a {@link Placeholder}
     */
    public void check(T value) {
        if (value instanceof String text) {
            refusePlaceholder(text);
        }
        range.accept(value);
    }

    private static void refusePlaceholder(String text) {
        Placeholder placeholder = Placeholder.in(text);
        if (placeholder != null) {
            throw new IllegalArgumentException(placeholder.toString());
        }
    }
}
