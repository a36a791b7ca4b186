// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real jar in a process of its own. Used by one thread. */
final class JarProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("listens on (https?://\\S+?:\\d+/[^\\s\"]+)");

    private final Process process;
    private final Lines out;
    private final Lines err;

    private JarProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    static JarProcess start(Map<String, String> environment, String... arguments) throws IOException {
        String jar = requireNonNull(System.getProperty("rollcall.jar"), "rollcall.jar");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-Xmx64m", "-jar", jar));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_"));
        builder.environment().putAll(environment);
        return new JarProcess(builder.start());
    }

    /** Waits for the line that tells the address, and returns the address with the base path. */
    String address() throws InterruptedException {
        Matcher matcher =
                ADDRESS.matcher(err.await(line -> ADDRESS.matcher(line).find()));
        if (!matcher.find()) {
            throw new AssertionError("no address");
        }
        return matcher.group(1);
    }

    Lines out() {
        return out;
    }

    Lines err() {
        return err;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** SIGTERM. Through the handle, because {@link Process#destroy} would also close the streams we read from. */
    void terminate() {
        process.toHandle().destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it said: " + err.seen() + out.seen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The lines of one stream, as they come. */
    static final class Lines {

        private static final String END = "\0end";

        private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
        private final List<String> seen = new ArrayList<>();

        private Lines(InputStream stream) {
            Thread thread = new Thread(() -> read(stream), "lines");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(incoming::add);
            } catch (IOException | UncheckedIOException e) {
                incoming.add("(closed)");
            }
            incoming.add(END);
        }

        /** The first line from here on that is wanted. */
        String await(Predicate<String> wanted) throws InterruptedException {
            while (true) {
                String line = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null || line.equals(END)) {
                    throw new AssertionError("the awaited line did not come; those that came: " + seen);
                }
                seen.add(line);
                if (wanted.test(line)) {
                    return line;
                }
            }
        }

        /** All lines, once the process has ended. */
        List<String> all() throws InterruptedException {
            String line = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (line != null && !line.equals(END)) {
                seen.add(line);
                line = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return seen();
        }

        /** The lines looked at so far. */
        List<String> seen() {
            return List.copyOf(seen);
        }
    }
}
