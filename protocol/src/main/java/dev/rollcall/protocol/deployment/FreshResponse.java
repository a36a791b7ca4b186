// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 response (RFC 9112), as far as the deployment check needs it. */
final class FreshResponse {

    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private FreshResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** The response is malformed or too large. The message says so, without repeating anything received. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /**
     * Reads a response.
     *
     * @param maxBytes the largest body that is accepted; 0 when it is not needed, and then not read
     */
    static FreshResponse read(InputStream in, int maxBytes) throws IOException {
        int[] left = {MOST_HEAD_BYTES};
        int status = status(line(in, left));
        Map<String, String> headers = headers(in, left);
        while (status / 100 == 1) { // an interim response: the final one follows
            status = status(line(in, left));
            headers = headers(in, left);
        }
        boolean wanted = maxBytes > 0 && status / 100 == 2 && status != 204;
        return new FreshResponse(status, headers, wanted ? body(in, headers, maxBytes) : new byte[0]);
    }

    int status() {
        return status;
    }

    /** Returns a header by its name in any case; null when there is none. Several values are joined by commas. */
    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static int status(String line) throws IOException {
        boolean http = line.startsWith("HTTP/1.") && line.length() >= 12;
        try {
            return Integer.parseInt(http ? line.substring(9, 12) : "");
        } catch (NumberFormatException e) {
            throw new Malformed("not an HTTP response");
        }
    }

    private static Map<String, String> headers(InputStream in, int[] left) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                headers.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
            }
        }
        return headers;
    }

    private static String line(InputStream in, int[] left) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new Malformed("the connection was closed before the end of the response");
            }
            if (--left[0] < 0) {
                throw new Malformed("more than " + MOST_HEAD_BYTES + " bytes of headers");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static byte[] body(InputStream in, Map<String, String> headers, int maxBytes) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks(in, maxBytes);
        }
        String length = headers.get("content-length");
        long expected = length == null ? -1 : number(length, 10);
        refuseTooMany(expected, maxBytes);
        byte[] body = in.readNBytes(expected < 0 ? maxBytes + 1 : (int) expected);
        refuseTooMany(body.length, maxBytes);
        if (body.length < expected) {
            throw new Malformed("the connection was closed before the end of the response");
        }
        return body;
    }

    private static byte[] chunks(InputStream in, int maxBytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] left = {MOST_HEAD_BYTES};
        for (int size = size(in, left, maxBytes); size > 0; size = size(in, left, maxBytes)) {
            refuseTooMany(body.size() + (long) size, maxBytes);
            byte[] chunk = in.readNBytes(size);
            body.write(chunk, 0, chunk.length);
            line(in, left);
        }
        return body.toByteArray();
    }

    private static int size(InputStream in, int[] left, int maxBytes) throws IOException {
        String line = line(in, left);
        int extension = line.indexOf(';');
        long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
        refuseTooMany(size, maxBytes);
        return (int) size;
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Malformed("not an HTTP response");
    }

    private static void refuseTooMany(long bytes, int maxBytes) throws IOException {
        if (bytes > maxBytes) {
            throw new Malformed("more than " + maxBytes + " bytes (expected: the build)");
        }
    }
}
