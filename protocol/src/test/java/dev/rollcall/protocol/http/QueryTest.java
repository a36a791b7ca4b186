// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void firstOfSeveralCounts() {
        Query query = Query.parse("route=/a&route=/b&version=");
        assertThat(query.first("route")).isEqualTo("/a");
        assertThat(query.first("version")).isEmpty();
        assertThat(query.first("resume")).isNull();
        assertThat(query.malformed()).isNull();
    }

    @Test
    void decodesEscapesAndPlus() {
        Query query = Query.parse("a=%2Fcaf%C3%A9+au%20lait&b=1%2B1&%E2%82%AC=x");
        assertThat(query.first("a")).isEqualTo("/café au lait");
        assertThat(query.first("b")).isEqualTo("1+1");
        assertThat(query.first("€")).isEqualTo("x");
    }

    @Test
    void emptyPartsAreNothing() {
        assertThat(Query.parse("").first("")).isNull();
        assertThat(Query.parse("&&a&&").first("a")).isEmpty();
        assertThat(Query.parse("a=b=c").first("a")).isEqualTo("b=c");
    }

    @Test
    void namesOfObjectMembersAreOrdinary() {
        assertThat(Query.parse("__proto__=1").first("__proto__")).isEqualTo("1");
        assertThat(Query.parse("a=1").first("constructor")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%2",
                "a=%zz",
                "a=%2",
                "a=%C3",
                "a=%C3%28",
                "a=%ED%A0%80",
                "a=%C0%80",
                "a=é",
                "%=1",
                "a=%+1",
                "x=%F"
            })
    void malformed(String raw) {
        Query query = Query.parse("ok=1&" + raw);
        assertThat(query.malformed())
                .isEqualTo("query: not percent-encoded UTF-8 (expected: escapes such as %2F or %C3%A9)");
        assertThat(query.first("ok")).isNull();
    }

    @Test
    @DisplayName("S6: a query has at most 64 parameters and 8 KiB")
    void bounded() {
        String most = IntStream.range(0, Query.MAX_PARAMETERS)
                .mapToObj(i -> "p" + i + "=1")
                .collect(Collectors.joining("&"));
        assertThat(Query.parse(most).first("p63")).isEqualTo("1");
        assertThat(Query.parse(most + "&").malformed()).isNull();
        assertThat(Query.parse(most + "&x").malformed()).isEqualTo("query: too many parameters (expected: at most 64)");
        assertThat(Query.parse("a=" + "x".repeat(8190)).malformed()).isNull();
        assertThat(Query.parse("a=" + "x".repeat(8191)).malformed())
                .isEqualTo("query: 8193 characters (expected: at most 8192)");
    }

    @Property
    void whatAFormEncodesComesBack(
            @ForAll @StringLength(max = 100) String name, @ForAll @StringLength(max = 100) String value) {
        // Lone surrogates are encoded as a question mark.
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        String expectedName = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(Query.parse(encoded).first(expectedName))
                .isEqualTo(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property
    void anyBytesAreReadOrRefused(
            @ForAll
                    @StringLength(max = 200)
                    @CharRange(from = ' ', to = '~')
                    @Chars({'%', '&', '=', '+', 'c', '3', 'é', '\0', '\ud800'})
                    String raw) {
        Query query = Query.parse(raw);
        if (query.malformed() == null && raw.startsWith("a=") && raw.indexOf('&') < 0) {
            assertThat(query.first("a")).isEqualTo(URLDecoder.decode(raw.substring(2), StandardCharsets.UTF_8));
        }
    }
}
