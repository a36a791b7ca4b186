// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.servlet.internal.held.BlockingCalls;
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.held.FakeOpening;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.held.ServletEncodings;
import dev.rollcall.testkit.ManualTimer;
import dev.rollcall.testkit.TestServer;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A WebSocket whose container is slow, at moments that the test chooses. */
class WebSocketWireTest {

    private final ManualTimer timer = ManualTimer.still();
    private final BlockingCalls blocking = new BlockingCalls();
    private final FakeOpening tab = new FakeOpening();
    private final Session socket = mock(Session.class);
    private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
    private final Queue<SendHandler> underWay = new ArrayDeque<>();
    private int ended;
    private final WebSocketWire wire = new WebSocketWire(
            new Entry(tab, () -> ended++), new HostResources(timer, blocking, new ServletEncodings()));

    @AfterEach
    void close() {
        blocking.close();
    }

    @Test
    void givesUpATabWhoseSocketDoesNotOpenInTime() {
        wire.awaitOpen();
        timer.advance(Duration.ofSeconds(30));
        assertThat(tab.events()).containsExactly("abandon");
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void hangsUpASocketThatOpensTooLate() throws IOException {
        wire.awaitOpen();
        timer.advance(Duration.ofSeconds(30));
        open();
        verify(socket, timeout(10_000))
                .close(argThat(reason -> reason.getCloseCode().getCode() == 1013));
        assertThat(tab.events()).containsExactly("abandon");
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void waitsNoLongerOnceTheSocketIsOpen() {
        wire.awaitOpen();
        open();
        assertThat(tab.events()).containsExactly("open");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void sendsOneMessageAtATime() {
        open();
        send("1");
        send("2");
        verify(remote).sendText(eq("1"), any(SendHandler.class));
        verify(remote, never()).sendText(eq("2"), any(SendHandler.class));
        underWay.remove().onResult(new SendResult());
        verify(remote).sendText(eq("2"), any(SendHandler.class));
    }

    @Test
    void closesAfterTheMessagesBeforeIt() throws IOException {
        open();
        send("1");
        tab.wire().close(Disconnect.LOST);
        verify(socket, never()).close(any());
        underWay.remove().onResult(new SendResult());
        verify(socket, timeout(10_000)).close(any());
        TestServer.eventually(() -> assertThat(tab.events()).containsExactly("open", "closed"));
    }

    @Test
    void closesASecondLaterWhenTheTabTakesNothing() throws IOException {
        open();
        send("1");
        tab.wire().close(Disconnect.LOST);
        timer.advance(Duration.ofMillis(999));
        verify(socket, never()).close(any());
        timer.advance(Duration.ofMillis(1));
        verify(socket, timeout(10_000)).close(any());
    }

    private void open() {
        when(socket.getUserProperties()).thenReturn(new HashMap<>());
        when(socket.getAsyncRemote()).thenReturn(remote);
        doAnswer(call -> underWay.add(call.getArgument(1))).when(remote).sendText(anyString(), any(SendHandler.class));
        wire.onOpen(socket, mock(EndpointConfig.class));
    }

    private void send(String json) {
        wire.write(
                EncodedMessage.of("test", json.getBytes(StandardCharsets.UTF_8)).whole());
    }
}
