// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "/a/b, /a/b",
        "/a?token=secret, /a",
        "/a#top, /a",
        "/a#x?y, /a",
        "?q, /",
        "#, /",
        "/__proto__, /__proto__",
        "/käse/日本, /käse/日本"
    })
    void fits(String text, String path) {
        assertThat(Route.of(text)).isEqualTo(new Checked.Fit(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/blog/%C3%BCber-uns, /blog/über-uns",
        "/blog/%c3%bcber-uns, /blog/über-uns",
        "/blog/u\u0308ber-uns, /blog/über-uns",
        "/blog/u%CC%88ber-uns, /blog/über-uns",
        "/%E6%97%A5%E6%9C%AC, /日本",
        "/a b, /a%20b",
        "/a%20b, /a%20b",
        "/%7Cx, /|x",
        "/%41%2d%7e, /A-~",
        "/a%2fb, /a%2Fb",
        "/100%, /100%25",
        "/100%25, /100%25",
        "/%zz, /%25zz",
        "/%3Fq%23x, /%3Fq%23x",
        "/%ff%C3, /%FF%C3",
        "/%C3%BC%FF, /ü%FF",
        "/%0A, /%0A",
        "/%E2%80%8B, /%E2%80%8B",
        "/zero\u200Bwidth, /zero%E2%80%8Bwidth",
        "/x\u200Cy, /x%E2%80%8Cy",
        "/%E2%80%AE, /%E2%80%AE",
        "/a\u00A0b, /a%C2%A0b",
        "/%F0%9F%98%80, /😀",
        "/%ED%A0%80, /%ED%A0%80",
        "/%C0%AF, /%C0%AF",
        "/%D7%8A\u0300, /%D7%8A\u0300",
        "/\u1FEF, /%60"
    })
    void percentEncodingIsWhereItIsNeeded(String text, String path) {
        assertThat(Route.of(text)).isEqualTo(new Checked.Fit(path));
    }

    @ParameterizedTest
    @CsvSource({
        "//evil.example, /evil.example",
        "/a//b///c, /a/b/c",
        "/a/, /a/",
        "/a//, /a/",
        "//, /",
        "/., /",
        "/.., /",
        "/a/., /a/",
        "/a/b/.., /a/",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/../../b, /b",
        "/a/%2e%2E/b, /b",
        "/a/...  , /a/...",
        "/.well-known, /.well-known",
        "/a/..b, /a/..b"
    })
    void dotSegmentsAndDoubledSlashesAreResolved(String text, String path) {
        assertThat(Route.of(text)).isEqualTo(new Checked.Fit(path));
    }

    @Test
    void theLimitIsOnWhatIsShown() {
        String shown = "/" + "日".repeat(511);
        assertThat(Route.of("/" + "%E6%97%A5".repeat(511))).isEqualTo(new Checked.Fit(shown));
        assertThat(Route.of("/" + " ".repeat(200)))
                .isEqualTo(new Checked.Misfit("route: 601 characters (expected: at most 512)"));
        assertThat(Route.of("/" + "%E6%97%A5".repeat(512))).isInstanceOf(Checked.Misfit.class);
    }

    @Test
    void absentMeansTheRoot() {
        assertThat(Route.of(null)).isEqualTo(new Checked.Fit("/"));
        assertThat(new Checked.Misfit("x").or("(other)")).isEqualTo("(other)");
        assertThat(Route.of("/a").or("(other)")).isEqualTo("/a");
    }

    @Test
    @DisplayName("S6: a route has at most 512 characters, counted without query and fragment")
    void bounded() {
        String longest = "/" + "a".repeat(511);
        assertThat(Route.of(longest + "?" + "q".repeat(100_000))).isEqualTo(new Checked.Fit(longest));
        assertThat(Route.of(longest + "a"))
                .isEqualTo(new Checked.Misfit("route: 513 characters (expected: at most 512)"));
    }

    @Test
    @DisplayName("S11: query strings of users are never kept, even where they would not fit")
    void queryIsNotLookedAt() {
        assertThat(Route.of("/reset?token=\r\n\ud800")).isEqualTo(new Checked.Fit("/reset"));
    }

    @Test
    void mustBeAPath() {
        assertThat(Route.of("about"))
                .isEqualTo(new Checked.Misfit("route: does not begin with a slash (expected: a path such as /about)"));
        assertThat(Route.of("https://example.com/")).isInstanceOf(Checked.Misfit.class);
    }

    @ParameterizedTest
    @DisplayName("S12: nothing that could forge a log line")
    @ValueSource(
            strings = {
                "/a\nb",
                "/a\r",
                "/\t",
                "/\0",
                "/\u007f",
                "/\u0085",
                "/\u2028",
                "/\u2029",
                "/\ud800",
                "/a\udc00b",
                "/\u202e",
                "/\u2066"
            })
    void controlCharacters(String text) {
        assertThat(Route.of(text))
                .isEqualTo(new Checked.Misfit("route: holds a control character (expected: printable characters)"));
    }

    @Test
    void joinersOfPersianAreLetThrough() {
        assertThat(Route.of("/می‌روم")).isInstanceOf(Checked.Fit.class);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of("ü", "é", "日", "ب", "a", "Z", "7", "-", "|", " ", "😀", "e\u0301")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Property
    void encodedAndPlainAreOneRoute(@ForAll @From("words") String word) {
        String encoded = URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
        Checked plain = Route.of("/a/" + word);
        assertThat(plain).isInstanceOf(Checked.Fit.class);
        assertThat(Route.of("/a/" + encoded)).isEqualTo(plain);
    }

    @Property
    @Label("S12: whatever comes, what is kept is one short line")
    void alwaysWithinBounds(@ForAll @StringLength(max = 700) String text) {
        if (Route.of("/" + text) instanceof Checked.Fit fit) {
            assertThat(fit.value())
                    .startsWith("/")
                    .hasSizeLessThanOrEqualTo(512)
                    .doesNotContain("?", "#");
            assertThat(fit.value()
                            .codePoints()
                            .anyMatch(c -> Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff)))
                    .isFalse();
            assertThat(fit.value().lines()).hasSize(1);
            assertThat(Route.of(fit.value())).isEqualTo(fit);
        }
    }
}
