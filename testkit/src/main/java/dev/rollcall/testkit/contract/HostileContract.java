// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.RunningHost.Leeway;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.WebSocketTab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes: the server answers or closes, and keeps serving everybody else. */
public abstract class HostileContract extends HostContract {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    /** For hosts. */
    protected HostileContract() {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key:\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\n" + KEY,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n" + KEY,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: x\r\n" + KEY,
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + KEY,
                "Upgrade: websocket\r\nConnection: keep-alive\r\nSec-WebSocket-Version: 13\r\n" + KEY
            })
    @DisplayName("a malformed upgrade is 400, or 426 if only the version or the upgrade is wrong; never 101 or 5xx")
    void malformedUpgrade(String headers) {
        TestServer house = house();
        Answer answer = house.raw().send(get(house, "/ws", headers)).head();
        assertThat(answer.status()).isIn(400, 426);
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @Test
    @DisplayName("a version of the WebSocket protocol that is not 13 is 426 with the right one (RFC 6455, section 4.4)")
    void webSocketVersion() {
        TestServer house = house();
        String headers = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n" + KEY;
        Answer answer = house.raw().send(get(house, "/ws", headers)).head();
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Sec-WebSocket-Version")).hasValue("13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "DELETE"})
    @DisplayName("an upgrade by another method than GET opens nothing (RFC 6455, section 4.1)")
    void upgradeByOtherMethod(String method) {
        TestServer house = house();
        String request = get(
                        house,
                        "/ws",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY
                                + "Content-Length: 0\r\n")
                .replaceFirst("GET", method);
        assertThat(house.raw().send(request).head().status()).isBetween(400, 426);
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("half a frame, then silence: the others are served, and the tab is gone when its socket is")
    void halfFrame() {
        TestServer house = house();
        RawSocket socket = house.raw();
        socket.upgrade(house.path("/ws")).head();
        socket.frame();
        byte[] frame = RawFrame.text("{\"type\":\"route-update\",\"route\":\"/never\"}");
        socket.send(java.util.Arrays.copyOf(frame, 12));
        assertServes(house);
        socket.reset();
        TestServer.eventually(
                () -> assertThat(house.rollcall().stats().routes()).doesNotContainKey("/never"));
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(1));
    }

    @Test
    @DisplayName("frames that RFC 6455 forbids end the connection")
    void forbiddenFrames() {
        TestServer house = house();
        byte[] unmasked = {(byte) 0x81, 4, 'p', 'i', 'n', 'g'};
        byte[] reserved = RawFrame.client(true, 3, new byte[] {1});
        byte[] reservedBit = RawFrame.text("ping");
        reservedBit[0] |= 0x40;
        byte[] longPing = RawFrame.client(true, RawFrame.PING, new byte[126]);
        byte[] splitPing = RawFrame.client(false, RawFrame.PING, new byte[1]);
        byte[] continuation = RawFrame.client(true, 0, new byte[] {'x'});
        byte[] hugeLength = {(byte) 0x81, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4};
        byte[] badClose = RawFrame.client(true, RawFrame.CLOSE, new byte[] {1});
        List<RawSocket> closed = new ArrayList<>();
        for (byte[] bytes :
                List.of(unmasked, reserved, reservedBit, longPing, splitPing, continuation, hugeLength, badClose)) {
            RawSocket socket = house.raw();
            socket.upgrade(house.path("/ws")).head();
            socket.frame();
            socket.send(bytes);
            if (bytes == hugeLength && leaves(house, Leeway.FRAMES_ARE_MEASURED_AS_THEY_COME)) {
                socket.send(new byte[20 * 1024]);
            }
            assertThat(socket.frame().opcode()).isEqualTo(RawFrame.CLOSE);
            closed.add(socket);
        }
        closed.forEach(RawSocket::drainToEnd); // Last: each host waits a moment for the peer to close.
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
    }

    @Test
    @DisplayName("invalid UTF-8 in a text message ends the connection with 1007 (RFC 6455, section 8.1)")
    void invalidUtf8() {
        TestServer house = house();
        RawSocket socket = house.raw();
        socket.upgrade(house.path("/ws")).head();
        socket.frame();
        socket.send(RawFrame.client(true, RawFrame.TEXT, new byte[] {'{', (byte) 0xc3, 0x28, '}'}));
        RawFrame close = socket.frame();
        assertThat(close.opcode()).isEqualTo(RawFrame.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1007);
        socket.drainToEnd();
        assertServes(house);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/poll", "/ws", "/health", "/admin/connections"})
    @DisplayName("100,000 characters of route are answered 4xx or closed, never served")
    void hugeRoute(String path) {
        TestServer house = house();
        RawSocket socket = house.raw();
        socket.upgrade(house.path(path) + "?route=/" + "x".repeat(100_000));
        assertThat(socket.statusOrClosed()).isIn(0, 400, 404, 413, 414, 431);
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @Test
    @DisplayName("header bombs are answered 4xx or closed: one huge header, very many small ones")
    void headerBombs() {
        TestServer house = house();
        String huge = "X-Bomb: " + "x".repeat(200_000) + "\r\n";
        String many = "X-Bomb: x\r\n".repeat(20_000);
        for (String bomb : new String[] {huge, many}) {
            RawSocket socket = house.raw().send(get(house, "/sse", bomb));
            assertThat(socket.statusOrClosed()).isIn(0, 400, 431);
        }
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @Test
    @DisplayName("every method on every path is answered, with 5xx only where the contract says so")
    void everyMethodOnEveryPath() {
        TestServer house = house();
        List<String> paths =
                List.of(("/ws /sse /poll /route /subscribe-stats /unsubscribe-stats /ack /health /health/ready"
                                + " /metrics /admin/stats /admin/connections /admin/invalidate-route /admin/releases"
                                + " /admin/commands /admin/gate /dashboard/ / /../etc/passwd /%2e%2e/%2e%2e/etc/passwd /sse/"
                                + " //sse /SSE /%73se /sse%00 /sse;x=1 ")
                        .split(" ", -1));
        List<String> methods =
                List.of("HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND FOO get".split(" ", -1));
        for (String path : paths) {
            for (String method : methods) {
                RawSocket socket =
                        RawSocket.connect(house.host().port(), 0, house.host().tls());
                socket.send(method + " " + house.path(path) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Length: 0\r\nUser-Agent: " + Http.BROWSER + "\r\n\r\n");
                int status = socket.statusOrClosed();
                if (method.equals("CONNECT") && leaves(house, Leeway.CONNECT_IS_501)) {
                    assertThat(status).as("%s %s", method, path).isEqualTo(501);
                } else {
                    assertThat(status).as("%s %s", method, path).isBetween(0, 499);
                }
                socket.close();
            }
        }
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET /__skew/sse\r\n\r\n",
                "GET /__skew/sse HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /__skew/health HTTP/1.1\r\nHost : x\r\n\r\n",
                "POST /__skew/route HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /__skew/route HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /__skew/route HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /__skew/route HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "\u0000\u0000\u0000\u0000"
            })
    @DisplayName("garbage instead of a request is answered 4xx or closed")
    void garbage(String bytes) {
        TestServer house = house();
        RawSocket socket = house.raw().send(bytes);
        socket.finishWriting();
        assertThat(socket.statusOrClosed()).isIn(0, 400, 404, 405, 408, 411, 413, 415, 426, 431, 501, 505);
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @Test
    @DisplayName("HTTP/2's preface alone (RFC 9113, section 3.4) is refused, or answered in HTTP/2 and closed")
    void prefaceOnly() {
        TestServer house = house();
        RawSocket socket = house.raw().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        socket.finishWriting();
        assertThat(socket.drainToEnd()).isLessThan(1024);
        assertThat(house.rollcall().stats().total()).isZero();
        assertServes(house);
    }

    @Test
    @DisplayName("pipelined requests are answered in order, and garbage behind them closes")
    void pipelined() {
        TestServer house = house();
        String health = get(house, "/health", "");
        String missing = get(house, "/nothing-here", "");
        RawSocket socket = house.raw().send(health + missing + health + "\u0000garbage\r\n\r\n");
        assertThat(socket.answer().status()).isEqualTo(200);
        assertThat(socket.answer().status()).isEqualTo(404);
        assertThat(socket.answer().status()).isEqualTo(200);
        assertThat(socket.statusOrClosed()).isIn(0, 400);
        assertServes(house);
    }

    @Test
    @DisplayName("bytes after an upgrade that came with the request are the first frames")
    void earlyFrames() {
        TestServer house = house();
        byte[] upgrade = get(
                        house,
                        "/ws",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY)
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] ping = RawFrame.text("ping");
        byte[] both = java.util.Arrays.copyOf(upgrade, upgrade.length + ping.length);
        System.arraycopy(ping, 0, both, upgrade.length, ping.length);
        RawSocket socket = house.raw().send(both);
        assertThat(socket.head().status()).isEqualTo(101);
        assertThat(socket.frame().text()).contains("connected");
        assertThat(socket.frame().text()).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    @DisplayName("slow headers and silent connections hold up nobody")
    void slowHeaders() {
        TestServer house = house();
        List<RawSocket> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RawSocket socket = house.raw();
            slow.add(i % 2 == 0 ? socket : socket.send("GET " + house.path("/sse") + " HTTP/1.1\r\nHost: x\r\nX-A: "));
        }
        assertServes(house);
        slow.forEach(RawSocket::close);
        assertServes(house);
    }

    @Test
    @DisplayName("S6: 10,000 distinct versions and routes fold into (other) and leave memory bounded")
    void distinctVersions() {
        TestServer house = house();
        for (int i = 0; i < 10_000; i += 50) {
            RawSocket socket = house.raw();
            for (int n = i; n < i + 50; n++) {
                socket.request("GET", house.path("/poll?version=build-" + n + "&route=/page/" + n));
            }
            for (int n = i; n < i + 50; n++) {
                assertThat(socket.answer().status()).isEqualTo(200);
            }
            socket.close();
        }
        var stats = house.rollcall().stats();
        assertThat(stats.total()).isEqualTo(10_000);
        assertThat(stats.versions()).hasSizeLessThanOrEqualTo(1_001).containsEntry("(other)", 9_000);
        assertThat(house.admin("/admin/stats").body().length()).isLessThan(400_000);
    }

    @Test
    @DisplayName("tabs that vanish silently are no longer counted")
    void vanish() {
        TestServer house = house();
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            RawSocket socket = house.raw();
            if (i % 2 == 0) {
                socket.upgrade(house.path("/ws")).head();
                socket.frame();
            } else {
                socket.request("GET", house.path("/sse")).head();
            }
            sockets.add(socket);
        }
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(60));
        sockets.forEach(RawSocket::reset);
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
    }

    private static String get(TestServer house, String path, String headers) {
        return "GET " + house.path(path) + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + Http.BROWSER + "\r\n"
                + headers + "\r\n";
    }

    private static boolean leaves(TestServer house, Leeway leeway) {
        return house.host().leeway().contains(leeway);
    }

    private static void assertServes(TestServer house) {
        WebSocketTab tab = house.ws("?route=/still-served");
        assertThat(tab.fence()).isEmpty();
        assertThat(house.get("/health").status()).isEqualTo(200);
    }
}
