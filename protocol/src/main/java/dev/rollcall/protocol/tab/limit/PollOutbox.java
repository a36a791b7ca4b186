// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.wire.TabFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The bounded queue of a polling tab. A message stays in it until the tab has confirmed an answer that contained it: a
 * lost answer loses nothing. Not thread-safe: used under the tab's lock.
 */
public final class PollOutbox {

    /*
     * Design: answers are numbered from 1 on, and a poll names the last one that the tab has read. Each answer contains
     * everything that is not confirmed, so that answer confirms whatever was first sent in it or before. Of stats there are
     * at most two messages: the latest sent and the latest not sent, and a whole snapshot makes the one before it useless.
     */
    private final TabQueue waiting = new TabQueue();
    private final Deque<Sent> sent = new ArrayDeque<>(4);
    private int sentMessages;
    private int sentBytes;
    private int answers;
    private boolean read;

    /** Keeps a message; returns false, and keeps nothing, when too much waits or is not confirmed. */
    public boolean add(Message message, TabFrame frame) {
        boolean fits = message.latestOnly()
                || (sentMessages + waiting.size() < TabQueue.MAX_MESSAGES
                        && sentBytes + waiting.bytes() + frame.jsonLength() <= TabQueue.MAX_BYTES);
        return fits && waiting.add(message, frame, 0);
    }

    /**
     * Forgets what the tab has received.
     *
     * @param answer the number of the last answer that it has read; 0 or less when it has read none
     */
    public void confirm(long answer) {
        read |= answer > 0;
        for (Sent oldest = sent.peek(); oldest != null && oldest.answer <= answer; oldest = sent.peek()) {
            sent.remove();
            count(oldest, -1);
        }
    }

    /**
     * Makes the next answer.
     *
     * @param content takes all messages that are not confirmed, in order
     * @return the number of the answer, 1 or more
     */
    public int answer(Consumer<TabFrame> content) {
        answers++;
        for (TabFrame next = waiting.pollCommand(); next != null; next = waiting.pollCommand()) {
            send(new Sent(next, answers, false));
        }
        if (waiting.hasStats()) {
            boolean delta = waiting.statsAreDelta();
            TabFrame stats = waiting.pollStats();
            boolean replaces = sent.removeIf(former -> former.stats);
            if (stats != null && !(delta && replaces)) {
                send(new Sent(stats, answers, true));
            } else {
                waiting.loseDelta();
            }
        }
        sent.forEach(message -> content.accept(message.frame));
        return answers;
    }

    /** Returns whether an answer was ever confirmed. */
    public boolean hasRead() {
        return read;
    }

    /** Returns the number of the last answer; 0 before the first. */
    public int answers() {
        return answers;
    }

    /** See {@link TabQueue#takeDeltaLost}. */
    public boolean takeDeltaLost() {
        return waiting.takeDeltaLost();
    }

    private void send(Sent message) {
        sent.add(message);
        count(message, 1);
    }

    private void count(Sent message, int sign) {
        if (!message.stats) {
            sentMessages += sign;
            sentBytes += sign * message.frame.jsonLength();
        }
    }

    /** A message in an answer that is not confirmed. */
    private record Sent(TabFrame frame, int answer, boolean stats) {}
}
