// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The lines that a process writes to one stream, as they come. Read by one thread. */
public final class Lines {

    private static final long PATIENCE_SECONDS = 60;
    private static final String END = "\0end";

    private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Semaphore reading = new Semaphore(1);

    Lines(InputStream stream) {
        Thread thread = new Thread(() -> read(stream), "lines");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(this::take);
        } catch (IOException | UncheckedIOException e) {
            incoming.add("(closed)");
        }
        incoming.add(END);
    }

    private void take(String line) {
        incoming.add(line);
        reading.acquireUninterruptibly();
        reading.release();
    }

    /** Reads no more lines from the process until {@link #resume}, so that its output piles up. */
    public void pause() {
        reading.acquireUninterruptibly();
    }

    /** Continues reading, after {@link #pause}. */
    public void resume() {
        reading.release();
    }

    /** Returns the next line that matches; waits for it, at most a minute. */
    public String await(Predicate<String> wanted) throws InterruptedException {
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

    /** Returns all lines. To be called when the process has ended. */
    public List<String> all() throws InterruptedException {
        String line = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (line != null && !line.equals(END)) {
            seen.add(line);
            line = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return seen();
    }

    /** Returns the lines that have been looked at. */
    public List<String> seen() {
        return List.copyOf(seen);
    }
}
