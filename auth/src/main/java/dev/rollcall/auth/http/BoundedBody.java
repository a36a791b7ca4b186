// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A response body of limited size. If a body exceeds the limit, the connection is closed; a body that is kept then fails,
 * and a body that is discarded ends as if it were complete. Called by one thread at a time, as {@link Flow.Subscriber}
 * requires.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

    private final int maxBytes;
    private final boolean keep;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long received;

    private BoundedBody(int maxBytes, boolean keep) {
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    /** Returns a body that is collected in memory. */
    static BoundedBody kept(int maxBytes) {
        return new BoundedBody(maxBytes, true);
    }

    /** Returns a body that is read and thrown away. */
    static BoundedBody discarded(int maxBytes) {
        return new BoundedBody(maxBytes, false);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription != null) {
            given.cancel();
            return;
        }
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
            if (received > maxBytes) {
                tooLong();
                return;
            }
            if (keep) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                kept.writeBytes(bytes);
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(kept.toByteArray());
    }

    private void tooLong() {
        if (subscription != null) {
            subscription.cancel();
        }
        if (keep) {
            body.completeExceptionally(
                    new IOException("body: more than " + maxBytes + " bytes (expected: at most " + maxBytes + ")"));
        } else {
            body.complete(new byte[0]);
        }
    }
}
