// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.protocol.wire.Request;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a body of at most {@link Request#MAX_BODY_BYTES} without holding a thread while the client is slow. It reads
 * and drops a longer one, up to {@link #MOST_READ}: a container that closes the connection with bytes unread resets it,
 * and the client loses the answer (RFC 9112, section 9.6; Jetty 12.1). The container calls one method at a time.
 */
public final class BodyReader implements ReadListener {

    /** A body that is longer than this, in bytes, is not read to its end. */
    public static final int MOST_READ = 4 * Request.MAX_BODY_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

    private final ServletInputStream in;
    private final Consumer<byte @Nullable []> whenRead;
    private final Runnable whenBroken;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int length;
    private boolean done;

    /**
     * Creates a reader; to be set as the stream's read listener.
     *
     * @param in the request's body
     * @param whenRead receives the whole body, or null when it is too long; called at most once
     * @param whenBroken called when the client breaks off
     */
    public BodyReader(ServletInputStream in, Consumer<byte @Nullable []> whenRead, Runnable whenBroken) {
        this.in = in;
        this.whenRead = whenRead;
        this.whenBroken = whenBroken;
    }

    /**
     * Reads a whole body at once. Blocks until it is there; the container limits how long that may take.
     *
     * @return null when it is too long
     * @throws IOException when the client breaks off or is too slow
     */
    public static byte @Nullable [] readNow(InputStream in) throws IOException {
        byte[] body = in.readNBytes(Request.MAX_BODY_BYTES + 1);
        if (body.length <= Request.MAX_BODY_BYTES) {
            return body;
        }
        in.readNBytes(MOST_READ - body.length); // So that the client gets its answer; see the class.
        return null;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[4096];
        while (!done && in.isReady()) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            length += count;
            if (!isTooLong()) {
                body.write(buffer, 0, count);
            } else if (length > MOST_READ) {
                done = true;
                whenRead.accept(null);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            whenRead.accept(isTooLong() ? null : body.toByteArray());
        }
    }

    private boolean isTooLong() {
        return length > Request.MAX_BODY_BYTES;
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("A request broke off.", failure);
        whenBroken.run();
    }
}
