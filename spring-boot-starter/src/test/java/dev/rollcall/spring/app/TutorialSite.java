// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The application of the tutorial, in its own process, as {@code mvn spring-boot:run} starts it. Used by one thread.
 */
final class TutorialSite implements AutoCloseable {

    /** Jars that are on the class path for other tests of this module, and not in the tutorial's pom. */
    static final String WITH_SECURITY =
            "jetty|webflux|netty|reactor|actuator|micrometer-(core|metrics|jakarta)|health|oauth2"
                    + "|mockito|redis|lettuce|nimbus|jqwik|archunit|devtools|jersey|hk2";

    /** Jars that are not in the pom of its first part either. */
    static final String WITHOUT_SECURITY = WITH_SECURITY + "|security";

    private static final String MODULES =
            "/(redis|auth|journal|netty)/target/classes|rollcall-(redis|auth|journal|netty)[^/]*jar";
    private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private String classPath;
    private @Nullable Process process;
    private String url = "";

    private TutorialSite(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /** Builds the files that were written into a folder. */
    static TutorialSite build(Path folder, String without) throws IOException {
        String libraries = classPath(without);
        Path classes = TutorialPage.build(folder, libraries);
        return new TutorialSite(folder, classes + File.pathSeparator + libraries);
    }

    /**
     * Returns the class path of this test without the jars whose names match, and without the modules of this build
     * that no tutorial uses.
     */
    static String classPath(String without) {
        Pattern missing = Pattern.compile(without);
        Pattern modules = Pattern.compile(MODULES);
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> without.isEmpty()
                        || !missing.matcher(new File(entry).getName()).find())
                .filter(entry -> without.isEmpty() || !modules.matcher(entry).find())
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Does what the goal {@code process-aot} of Boot's Maven plugin does, and compiles the result.
     *
     * @return the metadata for a native image
     */
    String processAheadOfTime() throws Exception {
        Path sources = folder.resolve("target/aot/sources");
        Path made = folder.resolve("target/aot/classes"); // emptied by the processor
        Process processing = java(List.of(
                        "org.springframework.boot.SpringApplicationAotProcessor",
                        "site.Site",
                        sources.toString(),
                        made.toString(),
                        made.toString(),
                        "com.example",
                        "site"))
                .start();
        String said = new String(processing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(processing.waitFor()).as(said).isZero();
        try (Stream<Path> all = Files.walk(sources)) {
            TutorialPage.compile(
                    all.filter(Files::isRegularFile).toList(), made, classPath + File.pathSeparator + made);
        }
        classPath = made + File.pathSeparator + classPath;
        return Files.readString(made.resolve("META-INF/native-image/com.example/site/reachability-metadata.json"));
    }

    /** Starts the application on a free port, and returns it when it listens. */
    TutorialSite start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of("site.Site", "--server.port=0", "--server.address=127.0.0.1"));
        ProcessBuilder builder = java(command);
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        url = "http://127.0.0.1:" + port(started);
        return this;
    }

    private static String port(Process started) throws IOException {
        BufferedReader log = started.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher port = STARTED.matcher(line);
            if (port.find()) {
                Thread reader = new Thread(() -> readOn(log), "log of the tutorial");
                reader.setDaemon(true);
                reader.start();
                return port.group(1);
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the application of the tutorial has ended:\n" + said);
    }

    /** Reads its output, so that it never blocks on a full pipe. */
    private static void readOn(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // It has been stopped.
        }
    }

    private ProcessBuilder java(List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
        command.addAll(rest);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> release(String version, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/__skew/admin/releases"))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"version\":\"" + version + "\"}"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
    }
}
