// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.servlet.internal.held.BlockingCalls;
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.held.FakeOpening;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.held.ServletEncodings;
import dev.rollcall.testkit.ManualTimer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream, and actions of its container at moments that the test chooses. */
class SseStreamsTest {

    private static final Duration PROBE = Duration.ofSeconds(8);
    private static final String COMMENT = ":\n\n";

    private final ManualTimer timer = ManualTimer.still();
    private final BlockingCalls blocking = new BlockingCalls();
    private final SseStreams streams =
            new SseStreams(new HostResources(timer, blocking, new ServletEncodings()), PROBE);
    private final AsyncContext async = mock(AsyncContext.class);
    private final FakeOutput out = new FakeOutput();
    private final FakeOpening tab = new FakeOpening();
    private int ended;

    @BeforeEach
    void hold() throws IOException {
        streams.hold(async, out, new Entry(tab, () -> ended++));
        out.ready();
    }

    @AfterEach
    void close() {
        streams.close();
        blocking.close();
    }

    @Test
    void opensTheTabWhenTheContainerTakesBytes() {
        assertThat(tab.events()).containsExactly("open");
        assertThat(streams.count()).isEqualTo(1);
    }

    @Test
    void sendsACommentOnceAStreamHasBeenSilentForTheProbeTime() {
        timer.advance(PROBE);
        assertThat(out.written()).isEmpty();
        timer.advance(PROBE.dividedBy(4).plusMillis(10));
        assertThat(out.written()).isEqualTo(COMMENT);
        timer.advance(PROBE);
        assertThat(out.written()).isEmpty();
    }

    @Test
    void countsSilenceFromTheLastMessage() {
        timer.advance(PROBE.dividedBy(2));
        send("{}");
        assertThat(out.written()).isEqualTo("data: {}\n\n");
        timer.advance(PROBE);
        assertThat(out.written()).isEmpty();
        timer.advance(PROBE.dividedBy(4).plusMillis(10));
        assertThat(out.written()).isEqualTo(COMMENT);
    }

    @Test
    void sendsNoCommentWhileTheContainerTakesNothing() {
        out.stick();
        timer.advance(PROBE.multipliedBy(3));
        assertThat(out.written()).isEmpty();
    }

    @Test
    void endsAtOnceWhenEverythingHasBeenSent() {
        tab.wire().close(Disconnect.LOST);
        verify(async).complete();
        assertThat(tab.events()).containsExactly("open", "closed");
        assertThat(streams.count()).isZero();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void givesUpATabAfterASecondButEndsItsStreamOnlyWhenTheBytesHaveLeft() throws IOException {
        out.stick();
        send("{}");
        tab.wire().close(Disconnect.LOST);
        timer.advance(Duration.ofMillis(999));
        assertThat(tab.events()).containsExactly("open");
        timer.advance(Duration.ofMillis(1));
        assertThat(tab.events()).containsExactly("open", "closed");
        verify(async, never()).complete();
    }

    @Test
    void endsAClosingStreamWhenTheContainerIsReadyAgain() throws IOException {
        out.stick();
        send("{}");
        tab.wire().close(Disconnect.LOST);
        verify(async, never()).complete();
        out.ready();
        verify(async).complete();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void leavesABrokenStreamToTheContainerForASecond() {
        out.breakOff();
        send("{}");
        timer.advance(Duration.ofMillis(999));
        verify(async, never()).complete();
        timer.advance(Duration.ofMillis(1));
        verify(async, times(1)).complete();
        assertThat(tab.events()).containsExactly("open", "closed");
    }

    @Test
    void closingEndsAllStreamsAndSetsNoTimeLimitAnyLonger() {
        streams.close();
        verify(async).complete();
        assertThat(streams.count()).isZero();
        assertThat(timer.pending()).isZero();
        timer.advance(PROBE.multipliedBy(2));
        assertThat(out.written()).isEmpty();
    }

    @Test
    void abandonsATabThatEndsBeforeItCouldBeOpened() {
        FakeOpening late = new FakeOpening();
        streams.hold(async, out, new Entry(late, () -> ended++));
        streams.endAll();
        assertThat(late.events()).containsExactly("abandon");
        assertThat(ended).isEqualTo(2);
    }

    @Test
    void holdsNothingThatTheContainerDoesNotTake() {
        FakeOpening refused = new FakeOpening();
        Entry entry = new Entry(refused, () -> ended++);
        ServletOutputStream shut = mock(ServletOutputStream.class);
        doThrow(new IllegalStateException("not this time")).when(shut).setWriteListener(any());
        assertThatThrownBy(() -> streams.hold(async, shut, entry)).hasMessage("not this time");
        entry.giveBack();
        assertThat(refused.events()).containsExactly("abandon");
        assertThat(ended).isEqualTo(1);
        assertThat(streams.count()).isEqualTo(1);
    }

    @Test
    void givesThePlaceBackWhenATabCannotBeOpened() throws IOException {
        for (Throwable failure :
                List.of(new IllegalStateException("on purpose"), new StackOverflowError("on purpose"))) {
            FakeOpening broken = new FakeOpening(failure);
            FakeOutput other = new FakeOutput();
            streams.hold(async, other, new Entry(broken, () -> ended++));
            other.ready();
            assertThat(broken.events()).containsExactly("abandon");
        }
        assertThat(ended).isEqualTo(2);
        assertThat(streams.count()).isEqualTo(1);
    }

    private void send(String json) {
        tab.wire()
                .write(EncodedMessage.of("test", json.getBytes(StandardCharsets.UTF_8))
                        .whole());
    }
}
