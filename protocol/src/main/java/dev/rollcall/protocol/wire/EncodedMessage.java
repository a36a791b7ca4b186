// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.nio.charset.StandardCharsets;

/**
 * A message encoded once and shared by all who receive it. Thread-safe; the arrays are shared too and not to be changed.
 */
public final class EncodedMessage {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String metric;
    private final byte[] json;
    private final byte[] sseHead;
    private final TabFrame whole = new TabFrame(this, null);

    private EncodedMessage(String metric, byte[] json, byte[] retry) {
        this.metric = metric;
        this.json = json;
        this.sseHead = concat(concat(retry, DATA), json);
    }

    /**
     * From the UTF-8 bytes of a JSON object, whole or up to where the {@linkplain TabFrame#tail tail} begins.
     *
     * @param metric the word from a small fixed set under which the message is counted
     */
    public static EncodedMessage of(String metric, byte[] json) {
        return new EncodedMessage(metric, json, new byte[0]);
    }

    /** As {@link #of}; on SSE it also sets the wait before the browser's own reconnect, in milliseconds. */
    public static EncodedMessage withRetry(String metric, byte[] json, long retryMillis) {
        return new EncodedMessage(metric, json, ("retry: " + retryMillis + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The word under which the message is counted. */
    public String metric() {
        return metric;
    }

    /** The message when it is the same for all who receive it. */
    public TabFrame whole() {
        return whole;
    }

    /** The JSON, UTF-8; what a WebSocket text frame holds (before the tail). */
    public byte[] json() {
        return json;
    }

    /** What an SSE stream holds before the tail: {@code retry:} where there is one, {@code data: } and the JSON. */
    public byte[] sseHead() {
        return sseHead;
    }

    /** What ends an event on an SSE stream, after the tail: an empty line. */
    public static byte[] sseEnd() {
        return END;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = new byte[a.length + b.length];
        System.arraycopy(a, 0, all, 0, a.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
