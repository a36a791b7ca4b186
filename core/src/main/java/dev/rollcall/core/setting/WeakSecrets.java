// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.Locale;
import java.util.Set;

/**
 * Finds secrets that are not secret: a placeholder that nobody filled in, a word that everybody tries first, or a text
 * without variety. Pure functions; messages never contain the secret.
 */
public final class WeakSecrets {

    /** What is wrong with such a secret, in words that follow "expected:". */
    public static final String EXPECTED = "no placeholder that was left in, and nothing well known such as changeme";

    private static final int MIN_DISTINCT = 4;

    /** Letters alone, in lower case: signs and digits around and between them add nothing. */
    private static final Set<String> WELL_KNOWN = Set.of(
            "admin",
            "adminadmin",
            "administrator",
            "adminpassword",
            "adminsecret",
            "asdfghjkl",
            "astringsecretatleastbitslong",
            "changeit",
            "changeme",
            "changemenow",
            "changemeplease",
            "changethis",
            "complexpasswordatleastcharacterslong",
            "default",
            "defaultsecret",
            "example",
            "examplesecret",
            "iloveyou",
            "insertsecrethere",
            "letmein",
            "mypassword",
            "mysecret",
            "notasecret",
            "password",
            "passwordwithatleastcharacters",
            "placeholder",
            "pleasechangeme",
            "qwerty",
            "qwertyui",
            "qwertyuiop",
            "replaceme",
            "replacethis",
            "rollcall",
            "rollcallsecret",
            "secret",
            "secretkey",
            "secretpassword",
            "secrettoken",
            "sunshine",
            "supersecret",
            "supersecretkey",
            "supersecretpassword",
            "test",
            "testpassword",
            "testsecret",
            "todo",
            "topsecret",
            "undefined",
            "verysecret",
            "welcome",
            "yourbitsecret",
            "yourpassword",
            "yourpasswordhere",
            "yoursecret",
            "yoursecrethere",
            "yoursecretkey");

    /** The secrets in README, docs and examples; a test finds them there. */
    private static final Set<String> DOCUMENTED = Set.of(
            "a-long-admin-secret",
            "a-long-ci-secret",
            "a-secret-for-this-test-only",
            "battery-staple",
            "a-secret-for-the-pipeline",
            "correct-horse-battery",
            "local-example-4711",
            "only-for-this-measurement-on-loopback");

    private WeakSecrets() {}

    /** Returns the well-known words, letters alone in lower case. */
    public static Set<String> wellKnown() {
        return WELL_KNOWN;
    }

    /**
     * Returns whether a secret is an example from Rollcall's documentation: good enough for a trial, but known to
     * everybody.
     */
    public static boolean isDocumented(String secret) {
        return DOCUMENTED.contains(secret.strip());
    }

    /**
     * Refuses a secret that is not secret.
     *
     * @throws IllegalArgumentException saying what is wrong with it, but not the secret
     */
    public static void refuse(String secret) {
        String text = secret.strip();
        Placeholder placeholder = Placeholder.inSecret(text);
        if (placeholder != null) {
            throw new IllegalArgumentException(placeholder + " (expected: the secret itself)");
        }
        if (text.chars().distinct().count() < MIN_DISTINCT || isSequence(text)) {
            throw new IllegalArgumentException(
                    "almost the same character throughout, or a sequence (make one with: openssl rand -hex 32)");
        }
        if (isWellKnown(text)) {
            throw new IllegalArgumentException("well known (make one with: openssl rand -hex 32)");
        }
    }

    private static boolean isWellKnown(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String read = lower.replaceAll("[^a-z]+$", "")
                .replace('0', 'o')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('@', 'a');
        return isWord(letters(lower)) || isWord(letters(read.replace('1', 'i').replace('$', 's')));
    }

    /** Whether it is a well-known word, perhaps several times. */
    private static boolean isWord(String letters) {
        return WELL_KNOWN.stream()
                .anyMatch(word -> letters.length() % word.length() == 0
                        && !letters.isEmpty()
                        && word.repeat(letters.length() / word.length()).equals(letters));
    }

    private static String letters(String text) {
        return text.replaceAll("[^a-z]", "");
    }

    /** Whether each character follows, or precedes, the one to its left: 12345678, hgfedcba. */
    private static boolean isSequence(String text) {
        int step = text.length() < 2 ? 0 : text.charAt(1) - text.charAt(0);
        for (int i = 1; i < text.length(); i++) {
            boolean wraps = text.charAt(i) == '0' && text.charAt(i - 1) == '9';
            if (text.charAt(i) - text.charAt(i - 1) != step && !wraps) {
                return false;
            }
        }
        return Math.abs(step) == 1;
    }
}
