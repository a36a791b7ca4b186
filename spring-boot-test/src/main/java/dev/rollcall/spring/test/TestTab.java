// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open tab without a browser: what it was sent can be looked at, and it does what a test says. Signs of life it gives by
 * itself, unless it is {@linkplain #loseNetwork cut off}. Thread-safe.
 */
public final class TestTab implements AutoCloseable {

    private static final int SHORT = 128;

    private final TestTabs tabs;
    private final TestTabBuilder described;
    private final TestWire wire;
    private volatile String route;

    private TestTab(TestTabs tabs, TestTabBuilder described, TestWire wire) {
        this.tabs = tabs;
        this.described = described;
        this.wire = wire;
        route = described.query("route", "/");
    }

    static TestTab open(TestTabs tabs, Protocol protocol, Request request, TestTabBuilder described) {
        AtomicReference<@Nullable TestWire> opened = new AtomicReference<>();
        protocol.decide(request).carryOut(new Opening(opened));
        TestWire wire = opened.get();
        if (wire == null) {
            throw new IllegalStateException("no WebSocket was opened (expected: an upgrade, or a refusal)");
        }
        return new TestTab(tabs, described, wire);
    }

    /** Returns the public id, as it stands in stats and in lists. */
    public String id() {
        String whole = String.valueOf(message("connected").field("connectionId"));
        return whole.substring(0, whole.indexOf('.'));
    }

    /** Returns the build that it runs; that which was current when it opened where it named none. */
    public String version() {
        return described.query("version", String.valueOf(message("connected").field("version")));
    }

    /** Returns the path that it is on. */
    public String route() {
        return route;
    }

    /** Whether it is open: neither has it been closed, nor has the server ended it. */
    public boolean isOpen() {
        tabs.settle();
        return !wire.hasEnded();
    }

    /** Returns why the server ended it; null when it is open, or was closed by the test. */
    public @Nullable Disconnect disconnect() {
        tabs.settle();
        return wire.disconnect();
    }

    /** Returns everything that it was sent, in order, beginning with {@code connected}. */
    public List<TestMessage> messages() {
        tabs.settle();
        return wire.messages();
    }

    /** Returns what it was sent of one type, in order; empty when there is none. */
    public List<TestMessage> messages(String type) {
        return messages().stream()
                .filter(message -> message.type().equals(type))
                .toList();
    }

    /**
     * Returns the latest message of a type.
     *
     * @throws AssertionError when there is none; it lists what there is
     */
    public TestMessage message(String type) {
        List<TestMessage> all = messages(type);
        if (all.isEmpty()) {
            throw new AssertionError("message: none of type " + type + " (expected: at least one); there are "
                    + messages().stream().map(TestMessage::type).toList());
        }
        return all.get(all.size() - 1);
    }

    /** Whether it has been told that its build is behind the current one: then a page shows its prompt. */
    public boolean isOutdated() {
        return messages().stream()
                .filter(message ->
                        message.type().equals("connected") || message.type().equals("version"))
                .reduce((earlier, later) -> later)
                .map(message -> Boolean.TRUE.equals(message.field("outdated")))
                .orElse(false);
    }

    /** Returns the id of the latest command to reload; null when it has been given none. */
    public @Nullable String reloadCommand() {
        return messages("version").stream()
                .filter(message -> Boolean.TRUE.equals(message.field("force")))
                .reduce((earlier, later) -> later)
                .map(message -> String.valueOf(message.field("command")))
                .orElse(null);
    }

    /** Says that the tab is on another page now. */
    public void navigate(String to) {
        route = to;
        send(json -> json.name("type").value("route-update").name("route").value(to));
    }

    /**
     * Says what the page does about the latest command to reload, as the client does by itself.
     *
     * @param state {@code received}, {@code deferred} or {@code reloading}
     * @throws IllegalStateException when there is no such command
     */
    public void acknowledge(String state) {
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

    /** Asks for stats. The answer is a message {@code stats} or {@code stats-unauthorized}, when it has been decided. */
    public void subscribeStats() {
        send(json -> json.name("type").value("subscribe-stats"));
    }

    /**
     * Loads the page anew, on the same route: this tab closes, and another one opens with what the new page runs. After a
     * command to reload, the new one says so, and counts as reloaded in the command's receipt.
     *
     * @param version the build of the new page
     * @return the new tab
     */
    public TestTab reload(String version) {
        String command = reloadCommand();
        if (command != null && isOpen()) {
            acknowledge("reloading");
        }
        close();
        return described.again(version, command, route).open();
    }

    /** Makes it silent, as a laptop that is shut: the server notices when signs of life are missing. */
    public void loseNetwork() {
        wire.cut();
    }

    /** Closes it, as a person does. Does nothing when it has ended. */
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

    /** Id and state: nothing that was sent. */
    @Override
    public String toString() {
        return "TestTab[" + route + ", " + (wire.hasEnded() ? "ended" : "open") + "]";
    }

    /** Takes what the contract decides about the request. */
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
