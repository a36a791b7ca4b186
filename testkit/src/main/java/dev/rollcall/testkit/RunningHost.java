// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A host under test that listens on loopback. */
public interface RunningHost extends AutoCloseable {

    /** Decisions that the server around a host makes before the host is asked, and that the contract tolerates. */
    enum Leeway {
        /** CONNECT is answered 501, which RFC 9110, section 15.6.2, has for methods that a server does not know. */
        CONNECT_IS_501,
        /** A frame that announces more than 16 KB is refused only once that much of it has come. */
        FRAMES_ARE_MEASURED_AS_THEY_COME,
        /** A WebSocket closed for a mistake is hung up at once: a tab that is still writing may not see the code. */
        A_WRITER_MAY_NOT_SEE_THE_CODE
    }

    /** Returns what the server around this host decides on its own; nothing by default. */
    default Set<Leeway> leeway() {
        return Set.of();
    }

    /** Returns how clients speak TLS with it; null if it listens in the clear, which is the default. */
    default @Nullable SSLContext tls() {
        return null;
    }

    /**
     * Returns the HTTP version of plain requests and event streams; HTTP/2 needs TLS here. Raw sockets and WebSockets
     * use HTTP/1.1.
     */
    default HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }

    /** Returns the port that the host listens on. */
    int port();

    /**
     * Takes the host out of service in order, as on SIGTERM: no new tabs, every tab told when to come back, then all
     * closed. Returns when all tabs are gone or the time is up.
     *
     * @param grace how long this may take
     */
    void drain(Duration grace);

    /** Stops at once and releases everything. Does nothing after the first call. */
    @Override
    void close();
}
