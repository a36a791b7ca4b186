// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open tab without a browser. A test can look at what it was sent, and says what it does. On its own it only gives
 * signs of life, unless it is {@linkplain #loseNetwork cut off}. Thread-safe.
 */
public final class TestTab implements AutoCloseable {

    private static final int SHORT = 128; // the usual size of a message to the server, in bytes
    private static final Set<String> STATES = Set.of("received", "deferred", "reloading");

    private final TestTabs tabs;
    private final TestTabBuilder described;
    private final TestWire wire;
    private volatile String route;
    private volatile String version;

    private TestTab(TestTabs tabs, TestTabBuilder described, TestWire wire) {
        this.tabs = tabs;
        this.described = described;
        this.wire = wire;
        route = described.query("route", "/");
        version = described.query("version", "");
    }

    static TestTab open(TestTabs tabs, Protocol protocol, Request request, TestTabBuilder described) {
        AtomicReference<@Nullable TestWire> opened = new AtomicReference<>();
        protocol.decide(request).carryOut(new Opening(opened));
        TestWire wire = opened.get();
        if (wire == null) {
            throw new IllegalStateException(
                    "no WebSocket was opened, and the tab was not refused (expected: one of the two)");
        }
        return new TestTab(tabs, described, wire);
    }

    /**
     * Notes the build that the server counts the tab on: the one it named, the one in its cookie, or the current one.
     */
    void admitted(Rollcall rollcall) {
        Connection connection = messages("connected").isEmpty() ? null : rollcall.connection(id());
        if (connection != null) {
            version = connection.version();
        }
    }

    /** Returns the public id, as shown in stats and lists. */
    public String id() {
        String whole = String.valueOf(message("connected").field("connectionId"));
        return whole.substring(0, whole.indexOf('.'));
    }

    /** Returns the build that the tab runs, as the server counts it. */
    public String version() {
        return version;
    }

    /** Returns the path that the tab is on, as last set here. */
    public String route() {
        return route;
    }

    /** Returns whether the tab is open: it has not been closed, and the server has not ended it. */
    public boolean isOpen() {
        tabs.settle();
        return !wire.hasEnded();
    }

    /** Returns why the server ended the tab; null if it is open, or was closed by the test. */
    public @Nullable Disconnect disconnect() {
        tabs.settle();
        return wire.disconnect();
    }

    /** Returns everything that the tab was sent, in order, beginning with {@code connected}. */
    public List<TestMessage> messages() {
        tabs.settle();
        return wire.messages();
    }

    /** Returns the messages of one type that the tab was sent, in order; empty if none. */
    public List<TestMessage> messages(String type) {
        return messages().stream()
                .filter(message -> message.type().equals(type))
                .toList();
    }

    /**
     * Returns the latest message of a type.
     *
     * @throws AssertionError when there is none; it lists the messages that there are
     */
    public TestMessage message(String type) {
        List<TestMessage> all = messages(type);
        if (all.isEmpty()) {
            throw new AssertionError("message: none of type " + type + " (expected: at least one); there are "
                    + messages().stream().map(TestMessage::type).toList());
        }
        return all.get(all.size() - 1);
    }

    /**
     * Returns whether the tab was last told that its build is behind the current one, so that a page would show its
     * prompt.
     */
    public boolean isOutdated() {
        return messages().stream()
                .filter(message ->
                        message.type().equals("connected") || message.type().equals("version"))
                .reduce((earlier, later) -> later)
                .map(message -> Boolean.TRUE.equals(message.field("outdated")))
                .orElse(false);
    }

    /** Returns the id of the latest command to reload; null if there has been none. */
    public @Nullable String reloadCommand() {
        return messages("version").stream()
                .filter(message -> Boolean.TRUE.equals(message.field("force")))
                .reduce((earlier, later) -> later)
                .map(message -> String.valueOf(message.field("command")))
                .orElse(null);
    }

    /**
     * Tells the server that the tab is now on another page. Sends nothing if the tab has ended or is cut off.
     *
     * @param to the path of that page, such as {@code /done}
     */
    public void navigate(String to) {
        route = to;
        send(json -> json.name("type").value("route-update").name("route").value(to));
    }

    /**
     * Tells the server what the page does about the latest command to reload, as the client in a browser does on its
     * own.
     *
     * @param state {@code received}, {@code deferred} or {@code reloading}
     * @throws IllegalArgumentException when it is none of these
     * @throws IllegalStateException when there is no such command
     */
    public void acknowledge(String state) {
        if (!STATES.contains(state)) {
            throw new IllegalArgumentException("state: " + state + " (expected: received, deferred or reloading)");
        }
        String command = reloadCommand();
        if (command == null) {
            throw new IllegalStateException("no command to reload has come (expected: one, to be acknowledged)");
        }
        send(json -> json.name("type")
                .value("ack")
                .name("command")
                .value(command)
                .name("state")
                .value(state));
    }

    /**
     * Asks for stats. The answer, a {@code stats} or {@code stats-unauthorized} message, comes on another thread once
     * an authorizer has decided.
     */
    public void subscribeStats() {
        send(json -> json.name("type").value("subscribe-stats"));
    }

    /**
     * Reloads the page on the same route: this tab closes, and another one opens on the build of the new page. After a
     * command to reload, the new tab says so, and counts as reloaded in the command's receipt.
     *
     * @param version the build of the new page
     * @return the new tab
     * @throws TabRefusedException when the new tab is not admitted
     */
    public TestTab reload(String version) {
        String command = reloadCommand();
        if (command != null && isOpen()) {
            acknowledge("reloading");
        }
        close();
        return described.again(version, command, route).open();
    }

    /** Cuts the tab off, like a laptop that is shut: the server notices only that signs of life stop. */
    public void loseNetwork() {
        wire.cut();
    }

    /** Closes the tab, as a person does. Does nothing if it has already ended. */
    @Override
    public void close() {
        wire.leave();
        tabs.settle();
    }

    private void send(Consumer<JsonWriter> fields) {
        JsonWriter json = new JsonWriter(SHORT).beginObject();
        fields.accept(json);
        wire.say(new String(json.endObject().toBytes(), StandardCharsets.UTF_8));
        tabs.settle();
    }

    /** Returns the route and whether the tab is open, but nothing that was sent. */
    @Override
    public String toString() {
        return "TestTab[" + route + ", " + (wire.hasEnded() ? "ended" : "open") + "]";
    }

    /** Carries out the contract's verdict on the request. */
    private record Opening(AtomicReference<@Nullable TestWire> opened) implements Verdict.Carrier {

        @Override
        public void upgrade(Verdict.Opening opening) {
            TestWire wire = new TestWire();
            wire.open(opening);
            opened.set(wire);
        }

        @Override
        public void answer(Response response) {
            throw new TabRefusedException(response.status(), new String(response.body(), StandardCharsets.UTF_8));
        }

        @Override
        public void answerLater(Verdict.Later later) {
            try {
                answer(later.response().toCompletableFuture().join());
            } catch (CompletionException e) {
                throw new IllegalStateException("the tab could not be opened", e);
            }
        }

        @Override
        public void stream(Response head, Verdict.Opening opening) {
            opening.abandon();
            throw new IllegalStateException("an event stream was opened (expected: a WebSocket)");
        }
    }
}
