// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings have. */
public final class Types {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final String BASE64 = "base64:";

    private Types() {}

    /** Returns a whole number from {@code min} to {@code max}; {@code unit} is a plural noun, or empty. */
    public static Type<Integer> whole(int min, int max, String unit) {
        String range = grouped(min) + " to " + grouped(max);
        String expected = "a whole number" + (unit.isEmpty() ? "" : " of " + unit) + ", " + range;
        return new Type<>("NUMBER", expected, String.valueOf(min), false, text -> {
            int value = Integer.parseInt(text);
            check(value >= min && value <= max);
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    static Type<Boolean> bool() {
        return new Type<>("BOOLEAN", "true or false", "true", false, text -> {
            check(text.equals("true") || text.equals("false"));
            return text.equals("true");
        });
    }

    /** One of an enum's names, in lower case. */
    static <E extends Enum<E>> Type<E> choice(Class<E> values) {
        List<E> all = Arrays.asList(values.getEnumConstants());
        String names = all.stream().map(Types::name).collect(Collectors.joining(", "));
        return new Type<>(
                "CHOICE",
                "one of " + names,
                name(all.get(0)),
                false,
                text -> all.stream()
                        .filter(value -> name(value).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** A number directly followed by {@code ms}, {@code s}, {@code m} or {@code h}. */
    static Type<Duration> duration(String min, String max) {
        String expected = "a duration such as 500ms, 10s, 2m or 1h, from " + min + " to " + max;
        return new Type<>("DURATION", expected, min, false, text -> {
            Duration value = parseDuration(text);
            check(value.compareTo(parseDuration(min)) >= 0 && value.compareTo(parseDuration(max)) <= 0);
            return value;
        });
    }

    /** A text that fits a pattern. */
    static Type<String> text(String label, String expected, String example, String pattern) {
        Predicate<String> fits = Pattern.compile(pattern).asMatchPredicate();
        return new Type<>(label, expected, example, false, text -> {
            check(fits.test(text));
            return text;
        });
    }

    /** A text that another class knows how to read; what that refuses with {@link IllegalArgumentException} is a no. */
    static Type<String> checkedBy(String label, String expected, String example, Consumer<String> reader) {
        return new Type<>(label, expected, example, false, text -> {
            reader.accept(text);
            return text;
        });
    }

    /** A text of at least so many characters that must not be shown. */
    static Type<String> secret(int minChars) {
        return secret("at least " + minChars + " characters", text -> check(text.length() >= minChars));
    }

    /** As {@link #secret(int)}, checked by another class. */
    static Type<String> secret(String expected, Consumer<String> reader) {
        String both = expected + "; or file:/path to read it from a file";
        return new Type<>("SECRET", both, "file:/run/secrets/NAME", true, text -> {
            reader.accept(text);
            check(text.chars().noneMatch(Character::isISOControl));
            return text;
        });
    }

    /** The bytes of a key, as text or in base64 (RFC 4648). */
    static Type<String> key(int minBytes) {
        String expected = "at least " + minBytes + " bytes, as text, or in base64 after base64:";
        return secret(
                expected,
                text -> check((text.startsWith(BASE64)
                                        ? Base64.getDecoder().decode(text.substring(BASE64.length()))
                                        : text.getBytes(StandardCharsets.UTF_8))
                                .length
                        >= minBytes));
    }

    /** Items separated by commas, or {@code none}; each is checked by the type given. */
    static Type<List<String>> list(Type<String> item) {
        String expected = "none, or one or more, separated by commas: " + item.expected();
        return new Type<>(
                "LIST",
                expected,
                item.example(),
                false,
                text -> text.equals("none")
                        ? List.of()
                        : Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(item::parse)
                                .toList());
    }

    /** An absolute address for HTTP requests. */
    static Type<URI> url() {
        return new Type<>(
                "URL",
                "an absolute http or https URL without user name or fragment",
                "https://app.example/me",
                false,
                text -> {
                    URI uri = URI.create(text);
                    check("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
                    check(uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null);
                    return uri;
                });
    }

    /** A file, which need not be there yet. */
    static Type<Path> file(String example) {
        return new Type<>("FILE", "the path of a PEM file", example, false, text -> {
            check(!text.isBlank());
            return Path.of(text);
        });
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        check(matcher.matches());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Puts a comma before every three digits: 1,048,576. A formatter would take long to load at the start. */
    private static String grouped(int number) {
        StringBuilder text = new StringBuilder(Integer.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int at = text.length() - 3; at > first; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void check(boolean accepted) {
        if (!accepted) {
            throw new IllegalArgumentException();
        }
    }
}
