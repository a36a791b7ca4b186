// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A kind of {@code redis-server} that tests run against. Thread-safe. */
final class RedisBinary {

    /** Redis 6.2, the oldest supported version; it comes from Maven, so that every machine has it. */
    static final RedisBinary OLDEST = new RedisBinary(
            () -> ExecutableProvider.newJarResourceProvider().get().toPath());

    /** Redis 7 of this machine, which {@code ./rollcall test} installs. Tests are skipped without it, or fail if CI is set. */
    static final RedisBinary INSTALLED = new RedisBinary(RedisBinary::installed);

    private static final String MISSING = "Redis 7 is missing (expected: apt-get install redis-tools)";

    private final Source source;
    private @Nullable Path found;
    private @Nullable RedisProcess shared;

    private interface Source {
        Path find() throws IOException;
    }

    private RedisBinary(Source source) {
        this.source = source;
    }

    /**
     * Debian's package redis-tools also contains the server, under the name of one of its tools: what it does depends
     * on the name it is called by. So no system service is needed or started.
     */
    private static Path installed() throws IOException {
        for (String name : List.of("redis-server", "redis-check-rdb")) {
            for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
                Path program = Path.of(directory, name);
                if (Files.isExecutable(program)) {
                    return asServer(program);
                }
            }
        }
        assumeTrue(System.getenv("CI") != null, MISSING);
        throw new IllegalStateException(MISSING);
    }

    private static Path asServer(Path program) throws IOException {
        Path directory = Files.createTempDirectory("rollcall-redis-7");
        Path link = Files.createSymbolicLink(directory.resolve("redis-server"), program);
        directory.toFile().deleteOnExit();
        link.toFile().deleteOnExit();
        try (BufferedReader out = new ProcessBuilder(link.toString(), "--version")
                .redirectErrorStream(true)
                .start()
                .inputReader()) {
            String version = String.valueOf(out.readLine());
            if (!version.matches("(Redis|Valkey) server v=([7-9]|\\d\\d+)\\..*")) {
                throw new IllegalStateException(program + ": " + version + " (expected: Redis server v=7 or later)");
            }
        }
        return link;
    }

    /** Returns the path of the program. */
    synchronized Path path() {
        try {
            Path known = found == null ? source.find() : found;
            found = known;
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on a free loopback port, which saves nothing. */
    RedisProcess start(String... settings) {
        return new RedisProcess(path(), settings);
    }

    /**
     * Returns a server that runs until this process ends, for tests that do it no harm and use {@link #anotherCluster}.
     */
    synchronized RedisProcess shared() {
        RedisProcess running = shared;
        if (running == null) {
            running = start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            shared = running;
        }
        return running;
    }

    /** Returns a name of a cluster that nobody else uses. */
    static String anotherCluster() {
        return "test-" + UUID.randomUUID();
    }
}
