// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A fleet behind a load balancer, on a loopback port: each connection gets the answer that the test gives for its
 * number. It keeps connections open, as load balancers do.
 */
final class FleetServer implements AutoCloseable {

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean closesAfterAnswer;
    private volatile IntFunction<String> answers;

    /** @param answers makes the whole response for the connection with a number, the first being 0; empty for none */
    FleetServer(IntFunction<String> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "fleet");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns a response with headers and a body. */
    static String ok(String body, String... headers) {
        return "HTTP/1.1 200 OK\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    void answer(IntFunction<String> next) {
        answers = next;
    }

    void closeAfterAnswer() {
        closesAfterAnswer = true;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    int connections() {
        return connections.get();
    }

    List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.getAndIncrement();
                Thread thread = new Thread(() -> serve(socket, number), "fleet-server");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                request.append(line).append('\n');
                if (line.isEmpty()) {
                    requests.add(request.toString());
                    request.setLength(0);
                    socket.getOutputStream().write(answers.apply(number).getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    if (closesAfterAnswer) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
