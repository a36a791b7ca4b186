// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request so plain that it can be read in only one way (RFC 9112): GET, a path, HTTP/1.1, one {@code
 * Host}, no body, and only printable ASCII. Browsers send such heads; everything else is left to the full decoder.
 * Immutable.
 */
public final class PlainRequestHead implements Headers {

    /** The longest head, in bytes; longer ones are left to the full decoder. */
    public static final int MAX_BYTES = 4096;

    private static final int MAX_HEADERS = 64;

    /** Browsers send fewer; room for more is made when needed. */
    private static final int USUAL_HEADERS = 20;

    private static final int TARGET_AT = 4;
    private static final byte[] GET = ascii("GET ");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");

    /* What each byte becomes in a header name: its lower case; 0 for a byte that no name may have. */
    private static final byte[] IN_NAME = tokenChars();

    /** Headers of requests for which a plain answer is not enough. */
    private static final List<String> NOT_PLAIN =
            List.of("content-length", "transfer-encoding", "expect", "sec-websocket-key1");

    private final String text;
    private final int targetEnd;
    private final int[] marks;

    private PlainRequestHead(String text, int targetEnd, int[] marks) {
        this.text = text;
        this.targetEnd = targetEnd;
        this.marks = marks;
    }

    /**
     * Returns the head if the bytes from 0 to {@code end} are exactly one plain head; null otherwise.
     *
     * @param bytes not kept; the names of headers in it are changed to lower case
     */
    public static @Nullable PlainRequestHead read(byte[] bytes, int end) {
        if (end > MAX_BYTES || !startsWith(bytes, 0, end, GET) || end == TARGET_AT || bytes[TARGET_AT] != '/') {
            return null;
        }
        int targetEnd = TARGET_AT;
        while (targetEnd < end && bytes[targetEnd] > ' ' && bytes[targetEnd] < 0x7f) {
            targetEnd++;
        }
        if (!startsWith(bytes, targetEnd, end, VERSION)) {
            return null;
        }
        int[] marks = marks(bytes, targetEnd + VERSION.length, end);
        if (marks == null) {
            return null;
        }
        PlainRequestHead head =
                new PlainRequestHead(new String(bytes, 0, end, StandardCharsets.ISO_8859_1), targetEnd, marks);
        return head.isPlain() ? head : null;
    }

    /** Returns the request of this peer, which came in the clear. */
    public Request request(InetAddress peer) {
        int question = text.indexOf('?', TARGET_AT);
        boolean hasQuery = question >= 0 && question < targetEnd;
        return new Request(
                "GET",
                text.substring(TARGET_AT, hasQuery ? question : targetEnd),
                hasQuery ? text.substring(question + 1, targetEnd) : "",
                this,
                peer,
                new byte[0],
                false,
                null);
    }

    @Override
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int at = 0; at < marks.length; at += 4) {
            if (isName(at, name)) {
                String value = text.substring(marks[at + 2], marks[at + 3]);
                if (values.isEmpty()) {
                    values = List.of(value);
                } else {
                    values = new ArrayList<>(values);
                    values.add(value);
                }
            }
        }
        return values;
    }

    @Override
    public Map<String, List<String>> toMap() {
        Map<String, List<String>> map = new HashMap<>();
        forEach((name, value) ->
                map.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value));
        return map;
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
        for (int at = 0; at < marks.length; at += 4) {
            action.accept(text.substring(marks[at], marks[at + 1]), text.substring(marks[at + 2], marks[at + 3]));
        }
    }

    private boolean isPlain() {
        for (String name : NOT_PLAIN) {
            if (!all(name).isEmpty()) {
                return false;
            }
        }
        return all("host").size() == 1;
    }

    private boolean isName(int at, String name) {
        int length = marks[at + 1] - marks[at];
        return length == name.length() && text.regionMatches(true, marks[at], name, 0, length);
    }

    /** Returns start and end of each name and value; null when a line is not plain, or bytes follow the head. */
    private static int @Nullable [] marks(byte[] bytes, int from, int end) {
        int[] marks = new int[4 * USUAL_HEADERS];
        int count = 0;
        int at = from;
        while (at + 2 < end) {
            if (count == marks.length) {
                marks = Arrays.copyOf(marks, 4 * MAX_HEADERS);
            }
            int next = count == marks.length ? -1 : header(bytes, at, end, marks, count);
            if (next < 0) {
                return null;
            }
            count += 4;
            at = next;
        }
        boolean whole = at + 2 == end && bytes[at] == '\r' && bytes[at + 1] == '\n';
        return whole ? Arrays.copyOf(marks, count) : null;
    }

    /** Marks one header. Returns where the next line begins; -1 when the header is not plain. */
    private static int header(byte[] bytes, int from, int end, int[] marks, int count) {
        int colon = from;
        while (colon < end && bytes[colon] >= 0 && IN_NAME[bytes[colon]] != 0) {
            bytes[colon] = IN_NAME[bytes[colon]];
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            return -1;
        }
        int begin = colon + 1;
        while (begin < end && isBlank(bytes[begin])) {
            begin++;
        }
        int cr = begin;
        while (cr < end && isValueByte(bytes[cr])) {
            cr++;
        }
        if (cr + 1 >= end || bytes[cr] != '\r' || bytes[cr + 1] != '\n') {
            return -1;
        }
        int last = cr;
        while (last > begin && isBlank(bytes[last - 1])) {
            last--;
        }
        marks[count] = from;
        marks[count + 1] = colon;
        marks[count + 2] = begin;
        marks[count + 3] = last;
        return cr + 2;
    }

    private static boolean isValueByte(byte b) {
        return (b >= ' ' && b < 0x7f) || b == '\t';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean startsWith(byte[] bytes, int from, int end, byte[] start) {
        return from + start.length <= end && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    /** RFC 9110, section 5.6.2. */
    private static byte[] tokenChars() {
        byte[] token = new byte[128];
        for (char c = '!'; c < 0x7f; c++) {
            token[c] = (byte) ("\"(),/:;<=>?@[\\]{}".indexOf(c) < 0 ? Character.toLowerCase(c) : 0);
        }
        return token;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
