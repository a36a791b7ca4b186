// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** What a socket receives until a moment at which reading ends, however much is still to come. Used by one thread. */
final class TimedInput extends InputStream {

    private static final int BUFFER = 8 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final long end;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;

    /** @param end the moment, by {@link System#nanoTime} */
    TimedInput(Socket socket, long end) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(length, filled - at);
        System.arraycopy(buffer, at, into, offset, taken);
        at += taken;
        return taken;
    }

    /** Returns whether there is anything more. */
    private boolean fill() throws IOException {
        if (at < filled) {
            return true;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("too slow");
        }
        socket.setSoTimeout(Math.toIntExact(left));
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }
}
