// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real {@code redis-server} on loopback, which can be stopped, frozen and started again, empty. */
final class RedisProcess implements AutoCloseable {

    private final String executable;
    private final Path directory;
    private final int port;
    private final String[] settings;
    private Process process;

    private RedisProcess(String executable, String... settings) throws IOException {
        this.executable = executable;
        this.settings = settings;
        this.directory = Files.createTempDirectory("rollcall-redis");
        this.port = freePort();
        this.process = launch();
    }

    /** Redis 6.2, the oldest that must do; it comes from Maven, so that a fresh machine has it. */
    static RedisProcess oldest(String... settings) {
        try {
            return new RedisProcess(
                    ExecutableProvider.newJarResourceProvider().get().getPath(), settings);
        } catch (IOException e) {
            throw new IllegalStateException("Redis did not start", e);
        }
    }

    /** The Redis of this machine, 7 or later; false when there is none. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/redis-server"));
    }

    /** The Redis of this machine. */
    static RedisProcess installed(String... settings) {
        try {
            return new RedisProcess("/usr/bin/redis-server", settings);
        } catch (IOException e) {
            throw new IllegalStateException("Redis did not start", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(executable, "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--dir", directory.toString()));
        command.addAll(List.of(settings));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(this::answers);
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("Redis did not start", e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    RedisAddress address() {
        return RedisAddress.of("redis://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again, without what it knew. */
    void restart() {
        process = launch();
    }

    /** Stops it from doing anything, without closing its connections. */
    void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("no signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thaw();
        kill();
    }
}
