// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records what a host tells a tab, and answers as the contract would. It is also the opening that creates the tab. */
public final class FakeTab implements HeldTab, Opening {

    public final List<String> events = new CopyOnWriteArrayList<>();
    public final CompletableFuture<Wire> opened = new CompletableFuture<>();
    public final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();

    public static TabFrame frame(String json) {
        return new TabFrame(EncodedMessage.of("custom", json.getBytes(StandardCharsets.UTF_8)), null);
    }

    public static TabFrame frame(String json, String tail) {
        return new TabFrame(
                EncodedMessage.of("custom", json.getBytes(StandardCharsets.UTF_8)),
                tail.getBytes(StandardCharsets.UTF_8));
    }

    public Wire wire() {
        return opened.join();
    }

    @Override
    public HeldTab open(Wire wire) {
        events.add("open");
        wire.write(frame("{\"type\":\"connected\"}"));
        opened.complete(wire);
        return this;
    }

    @Override
    public void abandon() {
        events.add("abandon");
    }

    @Override
    public void text(String text) {
        events.add("text:" + text);
    }

    @Override
    public void binary() {
        events.add("binary");
        wire().close(Disconnect.BINARY);
    }

    @Override
    public void tooBig() {
        events.add("tooBig");
        wire().close(Disconnect.TOO_BIG);
    }

    @Override
    public void alive() {
        events.add("alive");
    }

    @Override
    public void writable() {
        events.add("writable");
    }

    @Override
    public void closed() {
        events.add("closed");
        gone.complete(null);
    }
}
