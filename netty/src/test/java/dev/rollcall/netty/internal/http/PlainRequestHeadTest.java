// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.Embedded;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestHeadTest {

    private static final InetAddress PEER = InetAddress.getLoopbackAddress();
    private static final String BROWSER = String.join(
            "\r\n",
            "GET /__skew/sse?route=%2Fa HTTP/1.1",
            "Host: h:8080",
            "Accept: text/event-stream",
            "Cookie: a=1; b=2",
            "X-List: one",
            "x-list:\t two ",
            "User-Agent: Mozilla/5.0 (X11) AppleWebKit",
            "",
            "");

    private static @Nullable PlainRequestHead read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return PlainRequestHead.read(bytes, bytes.length);
    }

    @Test
    void readsWhatABrowserSends() {
        PlainRequestHead head = Objects.requireNonNull(read(BROWSER));
        Request request = head.request(PEER);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/__skew/sse");
        assertThat(request.query()).isEqualTo("route=%2Fa");
        assertThat(request.peer()).isEqualTo(PEER);
        assertThat(request.body()).isEmpty();
        assertThat(head.all("host")).containsExactly("h:8080");
        assertThat(head.all("X-LIST")).containsExactly("one", "two");
        assertThat(head.all("absent")).isEmpty();
        assertThat(head.toMap())
                .containsEntry("x-list", List.of("one", "two"))
                .containsEntry("cookie", List.of("a=1; b=2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET ",
                "GET /",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
                "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /\u0007 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: h\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\n\r\n",
                "get / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\nHost: h\n\n",
                "GET / HTTP/1.1\r\nHost: h\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n\n",
                "GET / HTTP/1.1\r\n Host: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n: v\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: \u00e4\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\ntransfer-encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Key1: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\nmore",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"
            })
    @DisplayName("S15: what could be read in two ways, or is more than a head, is left to the full decoder")
    void refusesWhatIsNotPlain(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void refusesLongHeads() {
        assertThat(read("GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(PlainRequestHead.MAX_BYTES) + "\r\n\r\n"))
                .isNull();
        assertThat(read("GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(63) + "\r\n"))
                .isNotNull();
        assertThat(read("GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(64) + "\r\n"))
                .isNull();
    }

    @Test
    @DisplayName("S15: the full decoder reads every plain head the same way")
    void agreesWithTheDecoder() {
        Random random = new Random(20261121);
        int both = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random);
            PlainRequestHead head = read(text);
            if (head != null) {
                both++;
                assertThat(decoded(text)).as(text).isEqualTo(described(head.request(PEER)));
            }
        }
        assertThat(both).as("heads that were read").isGreaterThan(2_000);
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(BROWSER);
        String odd = "\r\n\t :;,/?%#\u0000\u007f\u00e9ABCxyz019\"()<>@[]{}=+&*!|~^`'\\-_.$";
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(text.length());
            char c = odd.charAt(random.nextInt(odd.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    private static String decoded(String text) {
        List<String> seen = new ArrayList<>();
        try (Embedded host = new Embedded(request -> {
            seen.add(described(request));
            return Embedded.ok("");
        })) {
            host.send(text).received();
        }
        return String.join("\n", seen);
    }

    private static String described(Request request) {
        return request.method() + " " + request.path() + " " + request.query() + " "
                + request.headers().toMap();
    }
}
