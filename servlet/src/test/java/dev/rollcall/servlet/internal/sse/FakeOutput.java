// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.sse;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container's side of a stream: takes bytes, or takes none for a while. */
final class FakeOutput extends ServletOutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable WriteListener listener;
    private boolean stuck;
    private boolean broken;

    /** Returns what has been written since the last call. */
    String written() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    /** Makes the client stop reading: what is written next stays here. */
    void stick() {
        stuck = true;
    }

    /** Makes the client go away: the next write fails. */
    void breakOff() {
        broken = true;
    }

    /** Reports that more can be written. */
    void ready() throws IOException {
        stuck = false;
        Objects.requireNonNull(listener, "listener").onWritePossible();
    }

    @Override
    public boolean isReady() {
        return !stuck;
    }

    @Override
    public void setWriteListener(WriteListener set) {
        listener = set;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (broken) {
            throw new IOException("broken on purpose by the test");
        }
        bytes.write(from, offset, length);
    }
}
