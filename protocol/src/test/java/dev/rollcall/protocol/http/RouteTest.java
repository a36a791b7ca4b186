// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.text.Checked;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
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
        "//evil.example, //evil.example",
        "/käse/日本, /käse/日本"
    })
    void fits(String text, String path) {
        assertThat(Route.of(text)).isEqualTo(new Checked.Fit(path));
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
    @DisplayName("S12: nothing that could forge a line of a log")
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
