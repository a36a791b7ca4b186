// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Inbox;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import tools.jackson.databind.JsonNode;

/**
 * A whole server under test: the host, what it serves, the clock, and clients for it. Closing it closes the tabs first.
 * Not thread-safe.
 */
public final class TestServer implements AutoCloseable {

    private final Setup setup;
    private final ManualTimer timer;
    private final Rollcall rollcall;
    private final Protocol protocol;
    private final RunningHost host;
    private final Http http;
    private final List<Runnable> clients = new ArrayList<>();

    private TestServer(Setup setup, ManualTimer timer, Rollcall rollcall, Protocol protocol, RunningHost host) {
        this.setup = setup;
        this.timer = timer;
        this.rollcall = rollcall;
        this.protocol = protocol;
        this.host = host;
        this.http = new Http(host.port(), host.tls(), host.version());
    }

    static TestServer start(HostFactory factory, Setup setup) {
        ManualTimer timer = ManualTimer.eager();
        Rollcall rollcall = setup.rollcall(timer);
        Protocol protocol = setup.protocol(rollcall);
        try {
            return new TestServer(setup, timer, rollcall, protocol, factory.start(protocol));
        } catch (Exception e) {
            protocol.close();
            rollcall.close();
            timer.close();
            throw new AssertionError("the host does not start", e);
        }
    }

    /** The path of a link that signs one person in, once. */
    public String signInLink() {
        return protocol.signInLink();
    }

    /** The clock. */
    public ManualTimer timer() {
        return timer;
    }

    /** Lets time pass. */
    public void advance(Duration by) {
        timer.advance(by);
    }

    /** Lets a second pass: whatever was coalesced is sent. */
    public void tick() {
        timer.advance(Duration.ofSeconds(1));
    }

    /** What the host serves. */
    public Rollcall rollcall() {
        return rollcall;
    }

    /** The host. */
    public RunningHost host() {
        return host;
    }

    /** Requests by path from the root. */
    public Http http() {
        return http;
    }

    /** A path under the base path. */
    public String path(String path) {
        return setup.basePath() + path;
    }

    /** GET under the base path. */
    public Answer get(String path, String... headers) {
        return http.get(path(path), headers);
    }

    /** POST of JSON under the base path. */
    public Answer post(String path, String json, String... headers) {
        return http.post(path(path), json, headers);
    }

    /** GET under the base path with the admin secret. */
    public Answer admin(String path) {
        return get(path, "Authorization", "Bearer " + Setup.SECRET);
    }

    /** The stats as the admin endpoint tells them. */
    public JsonNode stats() {
        return admin("/admin/stats").json();
    }

    /** Makes a version one that was current before: the tabs on it are behind. The current version stays what it is. */
    public void former(String version) {
        String current = rollcall.currentVersion();
        rollcall.announce(version);
        rollcall.announce(current);
    }

    /** A WebSocket tab; {@code query} with its question mark, empty for none. */
    public WebSocketTab ws(String query, String... headers) {
        return closing(WebSocketTab.open(http, path("/ws") + query, headers));
    }

    /** A tab on an event stream; parameters as for {@link #ws}. */
    public SseTab sse(String query, String... headers) {
        return closing(SseTab.open(http, setup.basePath(), query, headers));
    }

    /** A tab that polls; parameters as for {@link #ws}. */
    public PollingTab poll(String query, String... headers) {
        return closing(PollingTab.open(http, setup.basePath(), query, headers));
    }

    /** A tab on any transport; parameters as for {@link #ws}. */
    public Tab tab(Transport transport, String query, String... headers) {
        return switch (transport) {
            case WEBSOCKET -> ws(query, headers);
            case SSE -> sse(query, headers);
            case POLLING -> poll(query, headers);
        };
    }

    /** What an attempt to open a tab is answered, when it is refused. */
    public Answer refused(Transport transport, String query, String... headers) {
        return transport == Transport.WEBSOCKET
                ? WebSocketTab.refused(http, path("/ws") + query, headers)
                : get((transport == Transport.SSE ? "/sse" : "/poll") + query, headers);
    }

    /** A socket to write anything on. */
    public RawSocket raw() {
        return closing(RawSocket.connect(host.port(), 0, host.tls()));
    }

    /** A socket whose window is so small that the server soon cannot write when nobody reads. */
    public RawSocket narrow() {
        return closing(RawSocket.connect(host.port(), 4_096, host.tls()));
    }

    /** Waits until an assertion holds. */
    public static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Inbox.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(assertion);
    }

    private <T extends Tab> T closing(T tab) {
        clients.add(tab::close);
        return tab;
    }

    private RawSocket closing(RawSocket socket) {
        clients.add(socket::close);
        return socket;
    }

    @Override
    public void close() {
        clients.forEach(Runnable::run);
        host.close();
        protocol.close();
        rollcall.close();
        timer.close();
    }
}
