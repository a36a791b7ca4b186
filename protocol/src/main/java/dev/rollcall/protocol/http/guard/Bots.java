// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells crawlers, monitors and scripts from browsers by user agent, with the pattern list of isbot (see
 * {@code isbot.txt} beside this class, which says how to renew it). Command-line tools, HTTP libraries and headless
 * browsers count as bots. Thread-safe: a shared pattern and a bounded memory of answers.
 */
public final class Bots {

    /** How much of a user agent is looked at, in characters. It bounds the work: the patterns look back and ahead. */
    public static final int MAX_LENGTH = 512;

    private static final String LIST = "isbot.txt";
    private static final int REMEMBERED = 1024;
    private static final Pattern PATTERN = load();

    private final TwoGenerationCache<String, Boolean> answers = new TwoGenerationCache<>(REMEMBERED);

    /** An empty memory. */
    public Bots() {}

    /**
     * Whether it is a bot's.
     *
     * @param userAgent the header; null or empty is not a bot's, as with isbot
     */
    public boolean isBot(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isEmpty()) {
            return false;
        }
        String text = userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent;
        return answers.get(text, Bots::matches);
    }

    /** Whether the patterns match, looked up afresh. Takes any sequence so that a test can count the steps. */
    static boolean matches(CharSequence userAgent) {
        return PATTERN.matcher(userAgent).find();
    }

    /** How many answers are remembered. */
    int remembered() {
        return answers.size();
    }

    private static Pattern load() {
        try (InputStream in = Objects.requireNonNull(Bots.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String all = lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining("|"));
            return Pattern.compile(all, Pattern.CASE_INSENSITIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + ": cannot be read from the class path", e);
        }
    }
}
