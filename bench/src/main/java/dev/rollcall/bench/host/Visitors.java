// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** People who use the application. Each sends the next request when the answer has arrived, on a connection that stays open. */
final class Visitors {

    private static final byte[] REQUEST = "GET /basket HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "Content-Length: ";
    private static final int STATUS = "HTTP/1.1 ".length();

    private Visitors() {}

    /**
     * What the visitors experienced.
     *
     * @param requests the number of requests that were answered
     * @param perSecond the same per second
     * @param p50Micros the time within which half of the answers arrived, in microseconds
     * @param p99Micros the same for 99 in 100 answers
     */
    record Sample(long requests, double perSecond, double p50Micros, double p99Micros) {}

    /** Lets the visitors send requests for a while. */
    static Sample visit(int port, int visitors, Duration time) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(visitors);
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Callable<long[]>> all = new ArrayList<>();
            for (int i = 0; i < visitors; i++) {
                all.add(() -> visit(port, end));
            }
            List<long[]> parts = new ArrayList<>();
            for (Future<long[]> part : threads.invokeAll(all)) {
                parts.add(part.get());
            }
            long[] nanos = parts.stream().flatMapToLong(LongStream::of).sorted().toArray();
            return new Sample(
                    nanos.length,
                    nanos.length / (time.toNanos() / 1e9),
                    nanos[nanos.length / 2] / 1e3,
                    nanos[(int) (nanos.length * 0.99)] / 1e3);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] visit(int port, long end) {
        long[] nanos = new long[1024];
        int count = 0;
        byte[] buffer = new byte[4096];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                socket.getOutputStream().write(REQUEST);
                answer(socket.getInputStream(), buffer);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = System.nanoTime() - start;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(nanos, count);
    }

    /** Reads a whole answer, which must fit into the buffer. */
    private static void answer(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        int whole = Integer.MAX_VALUE;
        while (length < whole) {
            int count = in.read(buffer, length, buffer.length - length);
            if (count <= 0) {
                throw new IOException("answer: broken off or too long (expected: a whole one that fits the buffer)");
            }
            length += count;
            whole = whole(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        }
        if (buffer[STATUS] != '2') {
            throw new IOException("status: " + (char) buffer[STATUS] + "xx (expected: 2xx)");
        }
    }

    /** Returns the total length of the answer, or the largest int while its head is incomplete. */
    private static int whole(String answer) throws IOException {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0) {
            return Integer.MAX_VALUE;
        }
        int at = answer.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("answer: no length (expected: Content-Length)");
        }
        int from = at + LENGTH.length();
        return head + 4 + Integer.parseInt(answer.substring(from, answer.indexOf('\r', from)));
    }
}
