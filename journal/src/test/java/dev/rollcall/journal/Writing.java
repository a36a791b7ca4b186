// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.SystemTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A program that writes numbers to a journal, in order, and prints each one as soon as it is known to be kept. Each
 * number is written twice in one write, over one that is {@value #KEYS} lower, so what must be there after any of them
 * is known.
 */
final class Writing {

    static final int KEYS = 50;

    private static final int UNDER_WAY = 64;
    private static final String PADDING = " ".repeat(3_000);

    private Writing() {}

    /**
     * Runs until it is killed, or until standard input ends.
     *
     * @param arguments the directory; then either the number to begin with, or {@code asked} to write one number for each line
     *     of standard input and to print why it was not kept
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SystemTimer timer = new SystemTimer();
                Journal journal = FileJournal.open(Path.of(arguments[0]), timer)) {
            if (arguments[1].equals("asked")) {
                writeWhenAsked(journal);
            } else {
                writeOn(journal, Long.parseLong(arguments[1]));
            }
        }
    }

    private static void writeOn(Journal journal, long from) throws InterruptedException {
        PrintStream out = System.out;
        Semaphore room = new Semaphore(UNDER_WAY);
        for (long i = from; ; i++) {
            long number = i;
            room.acquire();
            journal.write(both(number)).whenComplete((kept, failure) -> {
                out.println(failure == null ? Long.toString(number) : String.valueOf(failure.getMessage()));
                room.release();
            });
        }
    }

    private static void writeWhenAsked(Journal journal) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long number = Long.parseLong(line);
            journal.write(both(number))
                    .handle((kept, failure) -> failure == null ? "kept " + number : failure.getMessage())
                    .thenAccept(System.out::println)
                    .toCompletableFuture()
                    .join();
        }
    }

    private static List<Change> both(long number) {
        byte[] value = (number + PADDING).getBytes(US_ASCII);
        return List.of(
                Change.put(Kind.AUDIT, "a" + number % KEYS, value), Change.put(Kind.AUDIT, "b" + number % KEYS, value));
    }

    /** Returns the number in an entry. */
    static long number(Entry entry) {
        return Long.parseLong(new String(entry.value(), US_ASCII).strip());
    }
}
