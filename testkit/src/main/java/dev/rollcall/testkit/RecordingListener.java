// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A listener that remembers why each connection ended. Thread-safe. */
public final class RecordingListener implements ConnectionListener {

    private final ConcurrentHashMap<String, CompletableFuture<Disconnect>> closed = new ConcurrentHashMap<>();

    /** Makes a listener that has heard of no end. */
    public RecordingListener() {}

    @Override
    public void closed(Connection connection, Disconnect why) {
        of(connection.id()).complete(why);
    }

    /** Waits for a connection to end, and returns why it did. */
    public Disconnect await(String publicId) {
        return of(publicId).orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Returns whether a connection has been reported as ended. */
    public boolean has(String publicId) {
        return of(publicId).isDone();
    }

    private CompletableFuture<Disconnect> of(String publicId) {
        return closed.computeIfAbsent(publicId, id -> new CompletableFuture<>());
    }
}
