// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a regular expression becomes when its repetitions are written out, before it is compiled. RE2/J
 * bounds each repetition (1,000), but not their product: {@code ((a{200}){200}){200}} has 19 characters and eight million
 * instructions. Reads the syntax of RE2 roughly; where in doubt, the estimate is too high. Not thread-safe.
 */
final class ExpressionSize {

    /** The largest size that is compiled. An expression that people write for routes has a few dozen instructions. */
    static final long MOST = 2_000;

    private static final long ENOUGH = 1L << 40;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long before; // everything of this group but its last item
    private long last; // the item that a repetition would repeat
    private int at;

    private ExpressionSize(String pattern) {
        this.pattern = pattern;
    }

    /** Returns the estimate; for malformed expressions too. */
    static long of(String pattern) {
        return new ExpressionSize(pattern).read();
    }

    private long read() {
        while (at < pattern.length()) {
            step(pattern.charAt(at));
        }
        long size = before + last;
        while (!outer.isEmpty()) {
            size += outer.pop();
        }
        return size;
    }

    private void step(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> item(classEnd());
            case '\\' -> item(escapeEnd());
            case '{' -> repeat();
            case '*', '+', '?' -> grow();
            default -> item(at + 1);
        }
    }

    private void item(int end) {
        before += last;
        last = 1;
        at = Math.max(end, at + 1);
    }

    private void grow() {
        last++;
        at++;
    }

    private void open() {
        outer.push(before + last);
        before = 0;
        last = 0;
        at++;
    }

    private void close() {
        long group = before + last + 2;
        before = outer.isEmpty() ? 0 : outer.pop();
        last = group;
        at++;
    }

    /** Reads {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else in braces is an item. */
    private void repeat() {
        int end = pattern.indexOf('}', at);
        String counts = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!counts.matches("\\d{1,9}(,\\d{0,9})?")) {
            item(at + 1);
            return;
        }
        long most = 1;
        for (String count : counts.split(",", 2)) {
            most = Math.max(most, count.isEmpty() ? 1 : Long.parseLong(count));
        }
        last = Math.min(ENOUGH, Math.max(1, last) * (most + 1));
        at = end + 1;
    }

    private int classEnd() {
        int end = at + 1;
        if (end < pattern.length() && pattern.charAt(end) == '^') {
            end++;
        }
        for (int first = end; end < pattern.length(); end++) {
            char c = pattern.charAt(end);
            if (c == '\\') {
                end++;
            } else if (c == ']' && end > first) {
                return end + 1;
            }
        }
        return pattern.length();
    }

    /** Reads {@code \Q...\E} as ordinary text, which counts too much. */
    private int escapeEnd() {
        boolean braces = at + 2 < pattern.length()
                && "pPx".indexOf(pattern.charAt(at + 1)) >= 0
                && pattern.charAt(at + 2) == '{';
        return braces && pattern.indexOf('}', at) > 0 ? pattern.indexOf('}', at) + 1 : at + 2;
    }
}
