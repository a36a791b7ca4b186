// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.json.JsonTree;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the name of the build in an answer. Immutable, thread-safe. */
public final class VersionReader {

    private static final int SMALL = 64 * 1024;
    private static final int PAGE = 1024 * 1024;

    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,128}");
    private static final Pattern FIELD = Pattern.compile("[^.\\p{Cntrl}]{1,128}(\\.[^.\\p{Cntrl}]{1,128}){0,7}");

    private static final String ID = "([A-Za-z0-9._~-]{1,128})";

    /**
     * Where a page of Next.js names its build: the deployment id, if there is one, because the build id is then always
     * the same; the data of the Pages Router; the address of its manifest; the data of the App Router, which is in a
     * JavaScript string.
     */
    private static final List<Pattern> NEXT = List.of(
            Pattern.compile("\\bdata-dpl-id=\"" + ID + "\""),
            Pattern.compile("\\\\?\"buildId\\\\?\":\\\\?\"" + ID + "\\\\?\""),
            Pattern.compile("/_next/static/" + ID + "/_(?:build|ssg)Manifest\\.js"),
            Pattern.compile("\\\\?\"b\\\\?\":\\\\?\"" + ID + "\\\\?\""));

    private final String text;
    private final String path;
    private final int maxBytes;
    private final @Nullable String header;
    private final Function<String, @Nullable String> find;
    private final String expected;

    private VersionReader(
            String text,
            String path,
            int maxBytes,
            @Nullable String header,
            Function<String, @Nullable String> find,
            String expected) {
        this.text = text;
        this.path = path;
        this.maxBytes = maxBytes;
        this.header = header;
        this.find = find;
        this.expected = expected;
    }

    /**
     * Reads what the setting {@code check-reads} says.
     *
     * @throws IllegalArgumentException when the value is not known
     */
    public static VersionReader of(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
            case "nuxt" -> field(text, "/_nuxt/builds/latest.json", "id");
            case "sveltekit" -> field(text, "/_app/version.json", "version");
            case "next" -> new VersionReader(text, "/", PAGE, null, VersionReader::next, "a page made by Next.js");
            case "text" -> new VersionReader(text, "", SMALL, null, String::strip, "the build alone, as text");
            case "field:" -> field(text, "", matching(FIELD, rest));
            case "header:" -> header(text, matching(HEADER, rest));
            default -> throw new IllegalArgumentException("not known");
        };
    }

    private static String matching(Pattern pattern, String name) {
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException("not such a name");
        }
        return name;
    }

    private static VersionReader field(String text, String path, String field) {
        List<String> names = List.of(field.split("\\."));
        return new VersionReader(
                text, path, SMALL, null, body -> field(body, names), "a JSON object with the field " + field);
    }

    private static VersionReader header(String text, String name) {
        return new VersionReader(text, "", 0, name, String::strip, "the header " + name);
    }

    private static @Nullable String field(String body, List<String> names) {
        Object value = JsonTree.read(body.getBytes(StandardCharsets.UTF_8));
        for (String name : names) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    private static @Nullable String next(String page) {
        for (Pattern pattern : NEXT) {
            Matcher matcher = pattern.matcher(page);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    /** Returns the address to ask: the given one, with this reader's path if it has none. */
    URI address(URI given) {
        boolean bare = given.getRawPath() == null
                || given.getRawPath().isEmpty()
                || given.getRawPath().equals("/");
        return bare && !path.isEmpty() ? given.resolve(path) : given;
    }

    /** Returns the name of the header that names the build; null when the body does. */
    @Nullable
    String header() {
        return header;
    }

    /** Returns the largest number of body bytes that are needed. */
    int maxBytes() {
        return maxBytes;
    }

    /**
     * Returns the build.
     *
     * @param content the header, or the body
     * @return the build, or why there is none
     */
    Checked read(String content) {
        String found = find.apply(content);
        return found == null || Version.of(found) instanceof Checked.Misfit
                ? new Checked.Misfit("no build in the answer (expected: " + expected + ", in 1 to " + Version.MAX_LENGTH
                        + " printable characters)")
                : new Checked.Fit(found);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionReader reader && reader.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns what the setting says. */
    @Override
    public String toString() {
        return text;
    }
}
