// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of the measurement. It prints a line when it is ready. */
final class Child implements AutoCloseable {

    static final String READY = "ready ";

    private final Process process;
    private final int value;

    private Child(Process process, int value) {
        this.process = process;
        this.value = value;
    }

    /** Starts a main class, with the same JVM settings for every process, and waits until it is ready. */
    static Child start(String classPath, Class<?> main, int... numbers) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-cp",
                classPath,
                main.getName()));
        for (int number : numbers) {
            command.add(Integer.toString(number));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                Thread drain = new Thread(() -> drain(out), "drain");
                drain.setDaemon(true);
                drain.start();
                return new Child(process, Integer.parseInt(line.substring(READY.length())));
            }
            said.append(line).append('\n');
        }
        throw new IOException(main.getSimpleName() + " did not start:\n" + said);
    }

    /** Reads and discards further output, so that the process never blocks on a full pipe. */
    private static void drain(BufferedReader out) {
        try {
            long unused = out.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The process was ended.
        }
    }

    /** Returns the number from the line that said it was ready. */
    int value() {
        return value;
    }

    /** Returns whether the process still runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the processor time that the process has used, including kernel time. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
