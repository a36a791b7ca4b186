// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder in the text of a setting that nothing has filled in: the text names where the value should have come
 * from, and is not the value. Pure functions.
 *
 * @param names the variables that it names, each once, in their order; empty when it names none
 */
public record Placeholder(List<String> names) {

    private static final String WORD = "[A-Za-z_][\\w.-]*";

    /** What stands for a whole value in Spring, shells, Maven, Windows and CI systems. */
    private static final String WHOLE = "\\$[A-Za-z_]\\w*|\\$\\(.*\\)|%\\w+%|@" + WORD + "@";

    /** Also within a longer text: {@code ${...}}, {@code #{...}} and <code>{{...}}</code>. */
    private static final Pattern ANYWHERE = Pattern.compile("(?s).*(?:[$#]\\{|\\{\\{.*\\}\\}).*|" + WHOLE);

    /** The user or the password of a URL. */
    private static final Pattern IN_URL = Pattern.compile("(?s).*://(?:[^/@]*:)?(?:" + WHOLE + "|<[^<>@]*>)@.*");

    /** What manuals write for a secret: {@code <secret>}, {@code [your secret]}, {@code __SECRET__}. */
    private static final Pattern OF_A_MANUAL = Pattern.compile("<[^<>]*>|\\[[A-Za-z_ -]*\\]|__\\w+__");

    /**
     * The names in placeholders. Without braces only names in capitals are shown: any other may be a secret after all.
     */
    private static final Pattern NAME =
            Pattern.compile("(?:[$#]\\{\\{?|\\{\\{)\\s*\\.?(?<braced>" + WORD + ")|[$%](?<bare>[A-Z_][A-Z0-9_]*)\\b");

    /** Copies the names. */
    public Placeholder {
        names = List.copyOf(names);
    }

    /** Returns the placeholder in the text of a setting; null when there is none. */
    public static @Nullable Placeholder in(String text) {
        String bare = text.strip();
        return ANYWHERE.matcher(bare).matches() || IN_URL.matcher(bare).matches() ? of(bare) : null;
    }

    /** Returns the same for a secret, where a manual's way of writing one counts too: {@code <secret>}. */
    static @Nullable Placeholder inSecret(String text) {
        String bare = text.strip();
        return OF_A_MANUAL.matcher(bare).matches() ? new Placeholder(List.of()) : in(bare);
    }

    private static Placeholder of(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group("braced") == null ? matcher.group("bare") : matcher.group("braced"));
        }
        return new Placeholder(List.copyOf(names));
    }

    /** Returns what is wrong, in words that repeat nothing of the text but the names. */
    @Override
    public String toString() {
        String missing = names.isEmpty() ? "" : ": there is no " + String.join(" and no ", names);
        return "a placeholder that was not filled in" + missing;
    }
}
