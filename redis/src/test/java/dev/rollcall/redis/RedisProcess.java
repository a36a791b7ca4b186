// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.awaitility.Awaitility.await;

import dev.rollcall.testkit.process.FreePort;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** A real {@code redis-server} on loopback, which can be stopped, frozen and started again, empty. Used by one thread. */
final class RedisProcess implements AutoCloseable {

    private final Path executable;
    private final Path directory;
    private final int port;
    private final List<String> settings;
    private final List<String> options;
    private Process process;

    /**
     * Starts a server that saves nothing.
     *
     * @param settings lines of redis.conf, after those for the port; {@code PORT} and {@code DIR} stand for the
     *     server's own
     */
    RedisProcess(Path executable, String... settings) {
        this(executable, List.of(settings), List.of());
    }

    private RedisProcess(Path executable, List<String> settings, List<String> options) {
        this.executable = executable;
        this.settings = settings;
        this.options = options;
        this.port = freePort();
        try {
            this.directory = Files.createTempDirectory("rollcall-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.process = launch();
    }

    /** Starts a sentinel. */
    static RedisProcess sentinel(Path executable, String... settings) {
        return new RedisProcess(executable, List.of(settings), List.of("--sentinel"));
    }

    /**
     * Returns a free loopback port; the port 10,000 above it, which nodes of a Redis Cluster use to talk, is free too.
     */
    static int freePort() {
        return FreePort.find(10_000);
    }

    private Process launch() {
        List<String> lines = new ArrayList<>(List.of("port PORT", "bind 127.0.0.1", "dir DIR"));
        if (options.isEmpty()) {
            lines.addAll(List.of("save \"\"", "repl-diskless-sync-delay 0"));
        }
        lines.addAll(settings);
        lines.replaceAll(line -> line.replace("PORT", Integer.toString(port)).replace("DIR", directory.toString()));
        Path file = directory.resolve("redis.conf");
        List<String> command = new ArrayList<>(List.of(executable.toString(), file.toString()));
        command.addAll(options);
        try {
            Files.write(file, lines);
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(this::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis did not start", e);
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

    /** Asks Redis something, over a separate connection. */
    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Waits until some time has passed by the clock of Redis. */
    void letPass(Duration time) {
        long millis = time.toMillis();
        ask(redis -> {
            long until = clock(redis) + millis;
            await().atMost(time.plusSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> clock(redis) >= until);
            return until;
        });
    }

    private static long clock(RedisCommands<String, String> redis) {
        List<String> time = redis.time();
        return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
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

    /** Starts it again, without its data. */
    void restart() {
        process = launch();
    }

    /** Freezes it, without closing its connections. */
    void freeze() {
        signal("-STOP");
    }

    /** Lets it continue. */
    void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("no signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly(); // even a frozen one
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
