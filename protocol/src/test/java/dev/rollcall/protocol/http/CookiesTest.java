// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CookiesTest {

    @Test
    void readsWhatBrowsersSend() {
        assertThat(Cookies.parse(List.of("a=1; b=x=y;c=\"q\"", "d=; a=2")))
                .containsExactly(entry("a", "1"), entry("b", "x=y"), entry("c", "q"), entry("d", ""));
    }

    @Test
    void isTolerant() {
        assertThat(Cookies.parse(List.of(";; =x;flag; \t n \t=\t v \t;\"=\"; q=\"; __proto__=p")))
                .containsExactly(entry("n", "v"), entry("\"", "\""), entry("q", "\""), entry("__proto__", "p"));
        assertThat(Cookies.parse(List.of())).isEmpty();
        assertThat(Cookies.parse(List.of(""))).isEmpty();
    }

    @Test
    void findsOneWithoutAMap() {
        List<String> headers = List.of("__nkpv2=no; x__nkpv=no; __nkpv=%22v1%22", "__nkpv=later");
        assertThat(Cookies.first(headers, "__nkpv")).isEqualTo("%22v1%22");
        assertThat(Cookies.first(headers, "__nkp")).isNull();
    }

    @Test
    void percentDecodesLikeTheBrowser() {
        assertThat(Cookies.percentDecoded("a%20b+c")).isEqualTo("a b+c");
        assertThat(Cookies.percentDecoded("%C3%A9")).isEqualTo("é");
        assertThat(Cookies.percentDecoded("é")).isEqualTo("é");
        assertThat(Cookies.percentDecoded("100%")).isNull();
        assertThat(Cookies.percentDecoded("%C3")).isNull();
    }

    @Test
    @DisplayName("S6: at most 200 cookies and 16 KiB are read")
    void bounded() {
        String many = IntStream.range(0, 300).mapToObj(i -> "c" + i + "=1").collect(Collectors.joining("; "));
        assertThat(Cookies.parse(List.of(many))).hasSize(200).containsKey("c199");
        assertThat(Cookies.parse(List.of(many, "late=1"))).hasSize(200);
        String big = "x=" + "y".repeat(16 * 1024 - 2);
        assertThat(Cookies.parse(List.of(big))).hasSize(1);
        assertThat(Cookies.parse(List.of(big + "y"))).isEmpty();
        assertThat(Cookies.parse(List.of("a=1", big))).containsExactly(entry("a", "1"));
    }

    @Property
    void oneAndAllAgreeAndNothingThrows(
            @ForAll @Size(max = 4)
                    List<@StringLength(max = 60) @Chars({'a', 'b', '=', ';', ' ', '"', '\t', '%', 'é', '\0'}) String>
                            headers) {
        Map<String, String> all = Cookies.parse(headers);
        for (String name : List.of("a", "b", "ab", "\"", "\0")) {
            assertThat(Cookies.first(headers, name)).isEqualTo(all.get(name));
        }
        all.values().forEach(Cookies::percentDecoded);
    }

    @Property
    void whatWasSetComesBack(
            @ForAll @Size(max = 20)
                    Map<
                                    @AlphaChars @StringLength(min = 1, max = 8) String,
                                    @AlphaChars @NumericChars @Chars({'=', '%', '.'}) String>
                            cookies) {
        String header = cookies.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("; "));
        assertThat(Cookies.parse(List.of(header))).isEqualTo(cookies);
    }
}
