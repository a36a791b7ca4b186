// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java program in its own process, started as its users start it. Used by one thread. */
public final class JavaProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("listens on (https?://\\S+?:\\d+/[^\\s\"]+)");

    private final Process process;
    private final Lines out;
    private final Lines err;

    private JavaProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    /**
     * Starts a program on the JDK that runs this test, with 64 MiB of heap and only the first compiler, as the launcher
     * does.
     *
     * @param program what to run: {@code -jar FILE}, or {@code -cp PATH CLASS}
     * @param environment variables to add; all {@code ROLLCALL_} variables of this process are left out, and
     *     nothing is kept unless they name a {@code ROLLCALL_DATA_DIR}
     * @param arguments the program's own
     */
    public static JavaProcess start(List<String> program, Map<String, String> environment, String... arguments)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_"));
        builder.environment().put("ROLLCALL_DATA_DIR", "none"); // nothing is left in the directory of the test
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start());
    }

    /** Waits for the log line that names the server's address; returns the address with its base path. */
    public String address() throws InterruptedException {
        Matcher matcher =
                ADDRESS.matcher(err.await(line -> ADDRESS.matcher(line).find()));
        if (!matcher.find()) {
            throw new AssertionError("no address");
        }
        return matcher.group(1);
    }

    /** Returns the lines of standard output. */
    public Lines out() {
        return out;
    }

    /** Returns the lines of standard error. */
    public Lines err() {
        return err;
    }

    /**
     * Sends a GET request.
     *
     * @param url absolute
     * @param headers names and values in turn
     */
    public HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** Returns the process's id in the system. */
    public long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. Through the handle, because {@link Process#destroy} would also close the streams that are read. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal by its name, without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill: exit code " + code);
        }
    }

    /** Waits for the end of the process, at most a minute; returns its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after a minute; it has written: " + err.seen() + out.seen());
        }
        return process.exitValue();
    }

    /** Ends the process without warning. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
