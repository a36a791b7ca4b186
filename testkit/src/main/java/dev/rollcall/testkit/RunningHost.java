// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A host under test that listens on loopback. */
public interface RunningHost extends AutoCloseable {

    /** Where the server around a host decides by itself, before the host is asked, and the contract can live with it. */
    enum Leeway {
        /** CONNECT is 501, as RFC 9110, section 15.6.2, has it for methods that a server does not know. */
        CONNECT_IS_501,
        /** A frame that announces more than 16 KB is refused when so much of it has come, not by what it announces. */
        FRAMES_ARE_MEASURED_AS_THEY_COME,
        /** A WebSocket that is closed for a mistake is hung up at once: a tab that is still writing may not see the code. */
        A_WRITER_MAY_NOT_SEE_THE_CODE
    }

    /** What the server around this host decides by itself; nothing by default. */
    default Set<Leeway> leeway() {
        return Set.of();
    }

    /** How clients speak TLS with it; null, by default, when it listens in the clear. */
    default @Nullable SSLContext tls() {
        return null;
    }

    /** What plain requests and event streams use; HTTP/2 needs TLS here. Sockets and WebSockets stay with HTTP/1.1. */
    default HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }

    /** The port it listens on. */
    int port();

    /**
     * Takes the host out of service in order, as on SIGTERM: no new tabs, every tab told when to come back, then closed.
     * Returns when all tabs are gone or the time is up.
     *
     * @param grace how long it may take in all
     */
    void drain(Duration grace);

    /** Stops at once and gives everything back. Does nothing after the first call. */
    @Override
    void close();
}
