// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
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
 * A whole server under test: the host, what it serves, the clock, and clients. Closing it closes the tabs first. Not
 * thread-safe.
 */
public final class TestServer implements AutoCloseable {

    private final Setup setup;
    private final ManualTimer timer;
    private final Nodes nodes;
    private final Http http;
    private final List<Runnable> clients = new ArrayList<>();

    private TestServer(Setup setup, ManualTimer timer, Nodes nodes) {
        this.setup = setup;
        this.timer = timer;
        this.nodes = nodes;
        Http kept = new Http(nodes.port(), nodes.tls(), nodes.version());
        this.http = nodes.areSeveral() ? kept.withoutKeepAlive() : kept;
    }

    static TestServer start(HostFactory factory, Setup setup) {
        ManualTimer timer = ManualTimer.eager();
        try {
            return new TestServer(setup, timer, Nodes.start(factory, setup, timer));
        } catch (Exception e) {
            timer.close();
            throw new AssertionError("the host does not start", e);
        }
    }

    /** Returns the path of a link that signs one person in, once. */
    public String signInLink() {
        return nodes.protocol().signInLink();
    }

    /** Returns the clock. */
    public ManualTimer timer() {
        return timer;
    }

    /** Lets time pass. */
    public void advance(Duration by) {
        timer.advance(by);
    }

    /**
     * Lets a second pass: whatever was coalesced is sent. With several nodes, counts of the others take a second more.
     */
    public void tick() {
        timer.advance(Duration.ofSeconds(nodes.areSeveral() ? 2 : 1));
    }

    /** Returns what the host serves; of several nodes the first, which by now knows what the others count. */
    public Rollcall rollcall() {
        letOthersTell();
        return nodes.rollcalls().get(0);
    }

    /*
     * A node tells others of a change after half a second at most, and the clock stands still. A test that waits for a
     * host asks again and again: it must not let minutes pass meanwhile, or tabs would be lost on a busy machine.
     */
    private void letOthersTell() {
        if (nodes.mayTell()) {
            timer.advance(Duration.ofMillis(500));
        }
    }

    /** Returns what each node serves. */
    public List<Rollcall> rollcalls() {
        return nodes.rollcalls();
    }

    /** Returns the host; with several nodes, all their hosts together. */
    public RunningHost host() {
        return nodes;
    }

    /** Returns a client for requests by path from the root. */
    public Http http() {
        return http;
    }

    /** Returns a path under the base path. */
    public String path(String path) {
        return setup.basePath() + path;
    }

    /** Sends a GET under the base path. */
    public Answer get(String path, String... headers) {
        return http.get(path(path), headers);
    }

    /** Sends a POST of JSON under the base path. */
    public Answer post(String path, String json, String... headers) {
        return http.post(path(path), json, headers);
    }

    /** Returns whether a tab is open, on any node. */
    public boolean isOpen(String id) {
        return rollcalls().stream().anyMatch(rollcall -> rollcall.connection(id) != null);
    }

    /**
     * Returns how many tabs are open on all nodes. Unlike stats, this counts a tab of a leaving node only while it is
     * there.
     */
    public int held() {
        return rollcalls().stream()
                .mapToInt(rollcall -> rollcall.internals().hub().size())
                .sum();
    }

    /** Returns whether no node admits tabs any more. */
    public boolean isLeaving() {
        return nodes.areLeaving();
    }

    /** Returns how many tabs see stats, on all nodes. */
    public int subscribers() {
        return rollcalls().stream()
                .mapToInt(rollcall -> rollcall.internals().statsFeed().subscribers())
                .sum();
    }

    /** Sends a GET under the base path with the admin secret. */
    public Answer admin(String path) {
        letOthersTell();
        return get(path, "Authorization", "Bearer " + Setup.SECRET);
    }

    /** Returns the stats as the admin endpoint shows them. */
    public JsonNode stats() {
        return admin("/admin/stats").json();
    }

    /** Returns the tabs of all nodes as the admin endpoint lists them, in order of arrival. */
    public JsonNode connections() {
        return admin("/admin/connections").json().path("connections");
    }

    /** Makes a version count as current before: the tabs on it are behind. The current version stays the same. */
    public void former(String version) {
        String current = rollcall().currentVersion();
        rollcall().announce(version);
        rollcall().announce(current);
    }

    /** Opens a WebSocket tab; {@code query} with its question mark, empty for none. */
    public WebSocketTab ws(String query, String... headers) {
        return closing(WebSocketTab.open(http, path("/ws") + query, headers));
    }

    /** Opens a tab on an event stream; parameters as for {@link #ws}. */
    public SseTab sse(String query, String... headers) {
        return closing(SseTab.open(http, setup.basePath(), query, headers));
    }

    /** Opens a tab that polls; parameters as for {@link #ws}. */
    public PollingTab poll(String query, String... headers) {
        return closing(PollingTab.open(http, setup.basePath(), query, headers));
    }

    /** Opens a tab on any transport; parameters as for {@link #ws}. */
    public Tab tab(Transport transport, String query, String... headers) {
        return switch (transport) {
            case WEBSOCKET -> ws(query, headers);
            case SSE -> sse(query, headers);
            case POLLING -> poll(query, headers);
        };
    }

    /** Tries to open a tab, expects a refusal, and returns it. */
    public Answer refused(Transport transport, String query, String... headers) {
        return transport == Transport.WEBSOCKET
                ? WebSocketTab.refused(http, path("/ws") + query, headers)
                : get((transport == Transport.SSE ? "/sse" : "/poll") + query, headers);
    }

    /** Opens a socket that can send any bytes. */
    public RawSocket raw() {
        return closing(RawSocket.connect(nodes.port(), 0, nodes.tls()));
    }

    /** Opens a socket with a window so small that the server soon cannot write if nobody reads. */
    public RawSocket narrow() {
        return closing(RawSocket.connect(nodes.port(), 4_096, nodes.tls()));
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
        if (nodes.areSeveral()) {
            timer.advance(Duration.ofMillis(1)); // only the time tells another node who came first
        }
        return tab;
    }

    private RawSocket closing(RawSocket socket) {
        clients.add(socket::close);
        return socket;
    }

    @Override
    public void close() {
        clients.forEach(Runnable::run);
        nodes.close();
        nodes.closeServed();
        timer.close();
    }
}
