// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks other nodes about tabs that were there earlier, many at a time, and reads their answers. Thread-safe. */
final class FormerTabs {

    /*
     * Format: a line for each tab, with fields separated by tab characters, which no field may hold. A question is the
     * id, the command (may be empty), the age and the version; an answer is commands and steps alternating.
     */

    private static final Duration GATHER = Duration.ofMillis(200);

    /** How many tabs are asked about at once; more wait for the next time. */
    private static final int MOST = 500;

    /** How many tabs may wait for one node; a tab over that counts as one that nobody knows. */
    private static final int MOST_WAITING = 50_000;

    private final Timer timer;
    private final BiFunction<NodeId, byte[], CompletionStage<byte[]>> send;
    private final Map<NodeId, List<Waiting>> waiting = new HashMap<>(); // the lock

    /** A question about a tab: what it says, and the version that it is on now. */
    record Question(Comeback comeback, String version) {}

    /** How far a tab had come: {@link Step#NONE} when it is back and counted. */
    record Answer(Step step) {}

    private record Waiting(Question question, long since, CompletableFuture<Map<String, Answer>> answer) {}

    /** @param send asks a node */
    FormerTabs(Timer timer, BiFunction<NodeId, byte[], CompletionStage<byte[]>> send) {
        this.timer = timer;
        this.send = send;
    }

    /** Asks about a tab. Returns what is known of it, by command; fails when the node does not answer. */
    CompletionStage<Map<String, Answer>> ask(NodeId node, Question question) {
        Waiting one = new Waiting(question, timer.ticks(), new CompletableFuture<>());
        synchronized (waiting) {
            List<Waiting> all = waiting.get(node);
            if (all == null) {
                all = new ArrayList<>();
                waiting.put(node, all);
                timer.after(GATHER, () -> send(node));
            } else if (all.size() >= MOST_WAITING) {
                return CompletableFuture.completedStage(Map.of());
            }
            all.add(one);
        }
        return one.answer;
    }

    private void send(NodeId node) {
        List<Waiting> some;
        synchronized (waiting) {
            List<Waiting> all = waiting.getOrDefault(node, List.of());
            some = List.copyOf(all.subList(0, Math.min(MOST, all.size())));
            all.subList(0, some.size()).clear();
            if (all.isEmpty()) {
                waiting.remove(node);
            } else {
                timer.after(GATHER, () -> send(node));
            }
        }
        send.apply(node, write(some)).whenComplete((answer, failure) -> settle(some, answer, failure));
    }

    private static void settle(List<Waiting> asked, byte @Nullable [] answer, @Nullable Throwable failure) {
        String[] lines = answer == null ? new String[0] : new String(answer, UTF_8).split("\n", -1);
        for (int i = 0; i < asked.size(); i++) {
            CompletableFuture<Map<String, Answer>> future = asked.get(i).answer;
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(i < lines.length ? known(lines[i]) : Map.of());
            }
        }
    }

    private byte[] write(List<Waiting> asked) {
        StringBuilder text = new StringBuilder();
        for (Waiting one : asked) {
            Comeback comeback = one.question.comeback.after(timer.ticks() - one.since);
            text.append(comeback.former()).append('\t');
            text.append(comeback.command() == null ? "" : comeback.command()).append('\t');
            text.append(comeback.ageMillis())
                    .append('\t')
                    .append(one.question.version)
                    .append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    private static Map<String, Answer> known(String line) {
        Map<String, Answer> known = new HashMap<>();
        String[] fields = line.split("\t", -1);
        for (int i = 0; i + 1 < fields.length; i += 2) {
            Step step = step(fields[i + 1]);
            if (step != null) {
                known.put(fields[i], new Answer(step));
            }
        }
        return known;
    }

    /** Returns the step with a name; null when this Rollcall does not know it. */
    private static @Nullable Step step(String name) {
        for (Step step : Step.values()) {
            if (step.name().equals(name)) {
                return step;
            }
        }
        return null;
    }

    /**
     * Answers what another node asks.
     *
     * @param answer returns what is known of one tab, by command
     * @throws IllegalArgumentException when the question cannot be read
     */
    static byte[] answer(byte[] questions, Function<Question, Map<String, Answer>> answer) {
        StringBuilder text = new StringBuilder();
        new String(questions, UTF_8).lines().limit(MOST).forEach(line -> {
            answer.apply(question(line)).forEach((command, known) -> {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\t");
                text.append(command).append('\t').append(known.step.name());
            });
            text.append('\n');
        });
        return text.toString().getBytes(UTF_8);
    }

    private static Question question(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException("former tab: " + fields.length + " fields (expected: 4)");
        }
        String command = fields[1].isEmpty() ? null : fields[1];
        return new Question(new Comeback(fields[0], null, command, Long.parseLong(fields[2])), fields[3]);
    }
}
