// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.testkit.client.RawSocket;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process is told when its host cannot continue, and what it is not told. */
@Timeout(30)
class FatalErrorsTest {

    private final BlockingQueue<Throwable> heard = new LinkedBlockingQueue<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> heard.add(failure));
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private Verdict decide(Request request) {
        switch (request.path()) {
            case "/memory" -> throw new OutOfMemoryError("Cannot reserve 131072 bytes of direct buffer memory");
            case "/deep" -> throw new StackOverflowError();
            case "/end" -> ThreadExecutorMap.currentExecutor().shutdownGracefully(0, 1, TimeUnit.SECONDS);
            default -> {}
        }
        return Embedded.ok("ok");
    }

    private int status(NettyHost host, String path) {
        try (RawSocket socket = RawSocket.connect(host.port())) {
            return socket.request("GET", path).statusOrClosed();
        }
    }

    @ParameterizedTest
    @DisplayName("an Error ends its connection, never its event loop; out of memory is handed to the process")
    @EnumSource(IoTransport.class)
    void errors(IoTransport transport) throws Exception {
        try (NettyHost host = TestHosts.start(new FakeContract(this::decide), transport)) {
            assertThat(status(host, "/deep")).isZero();
            assertThat(status(host, "/fine")).isEqualTo(200);
            assertThat(heard).isEmpty();
            assertThat(status(host, "/memory")).isZero();
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
            assertThat(status(host, "/fine")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @DisplayName("the end of an event loop is handed to the process; that of a closed host is not")
    @EnumSource(IoTransport.class)
    void ends(IoTransport transport) throws Exception {
        TestHosts.start(new FakeContract(this::decide), transport).close();
        try (NettyHost host = TestHosts.start(new FakeContract(this::decide), transport)) {
            assertThat(heard).isEmpty();
            status(host, "/end");
            Throwable failure = heard.poll(10, TimeUnit.SECONDS);
            assertThat(Fatal.is(failure)).isTrue();
            assertThat(failure).hasMessage("An event loop has ended while its host was open.");
        }
    }
}
