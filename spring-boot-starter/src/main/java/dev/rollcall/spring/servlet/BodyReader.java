// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.Request;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a body without holding a thread while the client is slow. The container calls one method at a time. */
final class BodyReader implements ReadListener {

    private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

    private final ServletInputStream in;
    private final Consumer<byte @Nullable []> read;
    private final Runnable broken;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean done;

    /**
     * Reads from here.
     *
     * @param read is given the whole body, or null when it is too long; called once at most
     * @param broken called when the body breaks off
     */
    BodyReader(ServletInputStream in, Consumer<byte @Nullable []> read, Runnable broken) {
        this.in = in;
        this.read = read;
        this.broken = broken;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[4096];
        while (!done && in.isReady()) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            body.write(buffer, 0, count);
            if (body.size() > Request.MAX_BODY_BYTES) {
                done = true;
                read.accept(null);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            read.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("A request broke.", failure);
        broken.run();
    }
}
