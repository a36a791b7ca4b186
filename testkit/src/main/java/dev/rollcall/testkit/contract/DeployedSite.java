// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deployed site that names its build, for deployment checks by a clock that is set by hand. Its responses have no
 * {@code Date}, as those of a server without a clock (RFC 9110, section 6.6.1): by the test's clock, the date of a real
 * server would stand still, which shows a cache. Thread-safe.
 */
public final class DeployedSite implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String build;

    /** Begins to serve a build on a free port of the loopback address. */
    public DeployedSite(String build) {
        this.build = build;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "deployed-site");
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves another build from now on. */
    public void deploy(String next) {
        build = next;
    }

    /** Returns where the build is named. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/version.txt");
    }

    /** Returns how many requests have come. */
    public int asked() {
        return asked.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(PATIENCE_MILLIS);
                answer(client);
            } catch (IOException e) {
                // The site was closed, or a client has left: the next one is served.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader head = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        String line = head.readLine();
        while (line != null && !line.isEmpty()) {
            line = head.readLine();
        }
        asked.incrementAndGet();
        String body = build;
        client.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(US_ASCII));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
