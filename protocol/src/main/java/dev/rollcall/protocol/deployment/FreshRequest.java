// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One GET request over HTTP/1.1, on a connection of its own that is closed afterwards. Blocks. */
final class FreshRequest {

    /*
     * Design: a load balancer chooses a server for a connection, so each question needs one of its own. Both clients of
     * the JDK keep connections for the next request to the same server. java.net.http cannot be told not to, and its
     * clients cannot be closed before Java 21; HttpURLConnection stops only if the server says that it has read
     * "Connection: close". What is needed here is little: no redirects, no cookies, no compression, a small body. Where
     * a name has several addresses, each question begins with another one.
     */

    private static final int MOST_ADDRESSES = 3;

    private final URI uri;
    private final Timer timer;
    private final Duration limit;

    /** @param limit the time for the whole request, after which the connection is closed */
    FreshRequest(URI uri, Timer timer, Duration limit) {
        this.uri = uri;
        this.timer = timer;
        this.limit = limit;
    }

    /**
     * Sends the request and returns the response.
     *
     * @param maxBytes the largest body that is read; none is read unless the response is a success
     * @throws IOException when there is no response, or one that is too large
     */
    FreshResponse send(int maxBytes) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        try (Socket socket = connect()) {
            Timer.Cancellable alarm = timer.after(limit, () -> close(socket));
            try (Socket secure = isSecure() ? secure(socket) : socket) {
                secure.getOutputStream().write(head().getBytes(StandardCharsets.ISO_8859_1));
                secure.getOutputStream().flush();
                return FreshResponse.read(new TimedInput(secure, end), maxBytes);
            } finally {
                alarm.cancel();
            }
        }
    }

    /** Closes the socket below TLS, which never blocks. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // then it is closed already
        }
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    private Socket connect() throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(uri.getHost());
        int first = ThreadLocalRandom.current().nextInt(addresses.length);
        IOException failure = null;
        for (int i = 0; i < Math.min(addresses.length, MOST_ADDRESSES); i++) {
            Socket socket = new Socket();
            try {
                InetAddress address = addresses[(first + i) % addresses.length];
                socket.connect(new InetSocketAddress(address, port()), millis() / MOST_ADDRESSES);
                socket.setSoTimeout(millis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private int millis() {
        return Math.toIntExact(limit.toMillis());
    }

    private Socket secure(Socket socket) throws IOException {
        SSLSocketFactory factory = factory();
        SSLSocket secure = (SSLSocket) factory.createSocket(socket, uri.getHost(), port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be the host's
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** Returns the process's current factory, in case the application has replaced it. */
    private static SSLSocketFactory factory() throws IOException {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("no TLS", e);
        }
    }

    private String head() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return String.join(
                "\r\n",
                List.of(
                        "GET " + path + query + " HTTP/1.1",
                        "Host: " + uri.getRawAuthority(),
                        "User-Agent: Rollcall deployment check",
                        "Accept: */*",
                        "Accept-Encoding: identity",
                        "Cache-Control: no-cache",
                        "Pragma: no-cache",
                        "Connection: close",
                        "",
                        ""));
    }
}
