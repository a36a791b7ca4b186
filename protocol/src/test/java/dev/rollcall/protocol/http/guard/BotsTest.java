// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BotsTest {

    private static final String CHROME =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private final Bots bots = new Bots();

    private static List<String> sample(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(BotsTest.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @Test
    void crawlersAreFound() throws IOException {
        List<String> crawlers = sample("crawlers.txt");
        List<String> missed =
                crawlers.stream().filter(agent -> !bots.isBot(agent)).toList();
        assertThat(crawlers).hasSizeGreaterThan(500);
        assertThat(missed).hasSizeLessThanOrEqualTo(crawlers.size() / 100);
    }

    @Test
    void browsersAreNot() throws IOException {
        List<String> browsers = sample("browsers.txt");
        assertThat(browsers).hasSizeGreaterThanOrEqualTo(100).noneMatch(bots::isBot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl/8.5.0", "Java-http-client/17.0.15", "python-requests/2.32", "sora (x)", "GOOGLEBOT"})
    void toolsAndLibrariesCountAsBots(String agent) {
        assertThat(bots.isBot(agent)).isTrue();
    }

    @Test
    void headlessBrowsersCountAsBots() {
        assertThat(bots.isBot(CHROME.replace("Chrome/", "HeadlessChrome/"))).isTrue();
        assertThat(bots.isBot(CHROME)).isFalse();
    }

    @Test
    void noUserAgentIsNoBots() {
        assertThat(bots.isBot(null)).isFalse();
        assertThat(bots.isBot("")).isFalse();
    }

    @Test
    @DisplayName("S6: only the first 512 characters are read")
    void capped() {
        String padded = CHROME + " ".repeat(Bots.MAX_LENGTH - CHROME.length());
        assertThat(bots.isBot(padded + "Googlebot")).isFalse();
        assertThat(bots.isBot(CHROME + " Googlebot")).isTrue();
    }

    @ParameterizedTest
    @DisplayName("S6: the work for a hostile user agent grows linearly with its length")
    @ValueSource(
            strings = {
                "a",
                "1",
                "1.",
                "a/1.",
                "a ",
                "a-",
                ";a",
                "@a",
                "@a-",
                " a",
                "-",
                "mozilla/5.0 (a 1.1",
                "(a/1.1",
                "search",
                "a1.1,",
                "g/",
                "\u00e9",
                "1/1.1.1.1.",
                "aa/1.0"
            })
    void linear(String unit) {
        for (String head : List.of("", "mozilla/5.0 (compatible;", "a/1", "mozilla/5.0 ")) {
            long half = steps(head, unit, Bots.MAX_LENGTH / 2);
            long whole = steps(head, unit, Bots.MAX_LENGTH);
            assertThat(whole)
                    .as(head + unit)
                    .isLessThan(1000L * Bots.MAX_LENGTH)
                    .isLessThan(3 * half + 20_000);
        }
    }

    private static long steps(String head, String unit, int length) {
        // The last character keeps patterns anchored at the end from matching.
        String text = (head + unit.repeat(length)).substring(0, length - 1) + "!";
        Counting counting = new Counting(text);
        Bots.matches(counting);
        return counting.steps;
    }

    @Test
    @DisplayName("S6: the memory of answers is bounded")
    void bounded() {
        for (int i = 0; i < 10_000; i++) {
            bots.isBot("bot " + i);
        }
        assertThat(bots.remembered()).isLessThanOrEqualTo(2048);
    }

    @Property
    void anythingGetsTheSameAnswerTwice(@ForAll String agent) {
        assertThat(bots.isBot(agent)).isEqualTo(bots.isBot(agent));
    }

    /** Text that counts how often it is read. */
    private static final class Counting implements CharSequence {
        private final String text;
        private long steps;

        Counting(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
