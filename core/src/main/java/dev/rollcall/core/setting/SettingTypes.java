// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import dev.rollcall.core.setting.SettingType.Form;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import java.nio.charset.StandardCharsets;
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
public final class SettingTypes {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** RFC 9110, section 5.6.2: the name of a header or, by RFC 6265, of a cookie. */
    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,128}";

    private static final String BASE64 = "base64:";

    private SettingTypes() {}

    /** Returns a whole number from {@code min} to {@code max}; {@code unit} is a plural noun, or empty. */
    public static SettingType<Integer> whole(int min, int max, String unit) {
        String range = grouped(min) + " to " + grouped(max);
        String expected = "a whole number" + (unit.isEmpty() ? "" : " of " + unit) + ", " + range;
        return new SettingType<>(
                Form.NUMBER,
                "NUMBER",
                expected,
                String.valueOf(min),
                List.of(),
                Integer::valueOf,
                value -> require(value >= min && value <= max));
    }

    /** Returns {@code true} or {@code false}. */
    public static SettingType<Boolean> bool() {
        return new SettingType<>(
                Form.BOOLEAN,
                "BOOLEAN",
                "true or false",
                "true",
                List.of("true", "false"),
                text -> {
                    require(text.equals("true") || text.equals("false"));
                    return text.equals("true");
                },
                value -> {});
    }

    /** Returns one of an enum's names, in lower case. */
    public static <E extends Enum<E>> SettingType<E> choice(Class<E> values) {
        List<E> all = Arrays.asList(values.getEnumConstants());
        List<String> names = all.stream().map(SettingTypes::name).toList();
        return new SettingType<>(
                Form.TEXT,
                "CHOICE",
                "one of " + String.join(", ", names),
                names.get(0),
                names,
                text -> {
                    int at = names.indexOf(text);
                    require(at >= 0);
                    return all.get(at);
                },
                value -> {});
    }

    /** Returns one of these texts. */
    public static SettingType<String> choice(List<String> texts) {
        return new SettingType<>(
                Form.TEXT,
                "CHOICE",
                texts.stream().limit(texts.size() - 1L).collect(Collectors.joining(", ")) + " or "
                        + texts.get(texts.size() - 1),
                texts.get(0),
                texts,
                text -> text,
                text -> require(texts.contains(text)));
    }

    /**
     * Returns a duration. Its text is a number directly followed by {@code ms}, {@code s}, {@code m} or {@code h}.
     *
     * @param min the shortest one, as text
     * @param max the longest one, as text
     */
    public static SettingType<Duration> duration(String min, String max) {
        Duration shortest = parseDuration(min);
        Duration longest = parseDuration(max);
        return new SettingType<>(
                Form.DURATION,
                "DURATION",
                "a duration such as 500ms, 10s, 2m or 1h, from " + min + " to " + max,
                min,
                List.of(),
                SettingTypes::parseDuration,
                value -> require(value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0));
    }

    /** Returns a text that matches a regular expression. */
    public static SettingType<String> text(String label, String expected, String example, String pattern) {
        Predicate<String> fits = Pattern.compile(pattern).asMatchPredicate();
        return checkedBy(label, expected, example, text -> require(fits.test(text)));
    }

    /** Returns a text that is checked by other code, which throws {@link IllegalArgumentException}. */
    public static SettingType<String> checkedBy(
            String label, String expected, String example, Consumer<String> checker) {
        return new SettingType<>(Form.TEXT, label, expected, example, List.of(), text -> text, checker);
    }

    /** Returns the name of a cookie or header. */
    public static SettingType<String> token(String label, String expected, String example) {
        return text(label, expected, example, TOKEN);
    }

    /** Returns a text of 1 to 512 characters without control characters. */
    public static SettingType<String> words(String label, String example) {
        return text(label, "1 to 512 printable characters", example, "\\P{Cntrl}{1,512}");
    }

    /** Returns a version, as {@link Version} accepts it. */
    public static SettingType<String> version() {
        return checkedBy(
                "VERSION",
                "1 to " + Version.MAX_LENGTH + " printable characters",
                "2026-11-21.1",
                text -> require(Version.of(text) instanceof Checked.Fit));
    }

    /** Returns a TCP port; 0 takes any free one. */
    public static SettingType<Integer> port() {
        return whole(0, 65_535, "");
    }

    /** Returns an address to listen on. */
    public static SettingType<String> localAddress() {
        return text(
                "ADDRESS",
                "an IP address or host name of this machine, or * for all",
                "127.0.0.1",
                "\\*|[\\w.:%-]{1,255}");
    }

    /** Returns the type of a secret with at least {@code minChars} characters. */
    public static SettingType<String> secret(int minChars) {
        return secret("at least " + minChars + " characters", text -> require(text.length() >= minChars));
    }

    /**
     * Returns a secret that is checked by other code, which throws {@link IllegalArgumentException}. One that {@link
     * WeakSecrets} refuses is never accepted.
     */
    public static SettingType<String> secret(String expected, Consumer<String> checker) {
        return secret("SECRET", expected + "; " + WeakSecrets.EXPECTED, "file:/run/secrets/NAME", checker);
    }

    /**
     * Returns the address of something, which may hold a secret and is treated as one: it is never shown, and may be read from a
     * file.
     */
    public static SettingType<String> secretUrl(String expected, String example, Consumer<String> checker) {
        return secret("URL", expected, example, checker);
    }

    private static SettingType<String> secret(
            String metavar, String expected, String example, Consumer<String> checker) {
        return new SettingType<>(
                Form.SECRET,
                metavar,
                expected + "; or file:/path to read it from a file",
                example,
                List.of(),
                text -> text,
                text -> {
                    WeakSecrets.refuse(text);
                    checker.accept(text);
                });
    }

    /** Returns the bytes of a key, as text or in base64 (RFC 4648). */
    public static SettingType<String> key(int minBytes) {
        return secret("at least " + minBytes + " bytes, as text, or in base64 after base64:", text -> {
            byte[] key = key(text);
            require(key.length >= minBytes);
            WeakSecrets.refuse(new String(key, StandardCharsets.ISO_8859_1));
        });
    }

    /** Returns several items separated by commas, or {@code none}. */
    public static SettingType<List<String>> list(SettingType<String> item) {
        return new SettingType<>(
                Form.LIST,
                "LIST",
                "none, or one or more, separated by commas: " + item.expected(),
                item.example(),
                List.of(),
                SettingTypes::items,
                items -> items.forEach(item::check));
    }

    /** Returns the items of a text, which commas separate, without surrounding blanks; no items for {@code none}. */
    public static List<String> items(String text) {
        return text.equals("none")
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static byte[] key(String text) {
        return text.startsWith(BASE64)
                ? Base64.getDecoder().decode(text.substring(BASE64.length()))
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher.matches());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Puts a comma before every three digits: 1,048,576. A formatter would be slow to load when the server starts. */
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

    private static void require(boolean accepted) {
        if (!accepted) {
            throw new IllegalArgumentException("not accepted");
        }
    }
}
