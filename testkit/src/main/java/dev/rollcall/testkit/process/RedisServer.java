// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The {@code redis-server} of this machine, on loopback and a free port, in memory only. */
public final class RedisServer implements AutoCloseable {

    private static final String PROGRAM = "redis-server";

    /**
     * Debian's redis-tools contains the server under this name: what the program does depends on the name it is called
     * by.
     */
    private static final String SAME_PROGRAM = "redis-check-rdb";

    private final int port;
    private final Process process;

    private RedisServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param settings more of its options, names and values in turn
     * @throws AssertionError when there is no {@code redis-server} on the path
     */
    public static RedisServer start(String... settings) {
        try {
            Path directory = Files.createTempDirectory("rollcall-redis");
            int port = FreePort.find();
            Path called = Files.createSymbolicLink(directory.resolve(PROGRAM), find());
            List<String> command = new ArrayList<>(List.of(called.toString(), "--port", Integer.toString(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--dir", directory.toString()));
            command.addAll(List.of(settings));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            RedisServer server = new RedisServer(port, process);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(server::answers);
            return server;
        } catch (IOException e) {
            throw new AssertionError("no redis-server (on Debian: apt-get install redis-tools)", e);
        }
    }

    private static Path find() throws IOException {
        for (String name : List.of(PROGRAM, SAME_PROGRAM)) {
            for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
                Path program = Path.of(directory, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        throw new IOException(PROGRAM + " and " + SAME_PROGRAM + " are not on the path");
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the port that it listens on. */
    public int port() {
        return port;
    }

    /** Ends the server at once. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
