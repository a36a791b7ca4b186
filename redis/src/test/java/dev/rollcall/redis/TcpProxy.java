// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One server's connection to Redis, which can be cut or made slow. */
final class TcpProxy implements AutoCloseable {

    private final int to;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService delayed = Executors.newSingleThreadScheduledExecutor(this::thread);
    private volatile boolean cut;
    private volatile long delayMillis;

    TcpProxy(int to) {
        this.to = to;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept).start();
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        return thread;
    }

    RedisAddress address() {
        return RedisAddress.of("redis://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                if (cut) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                sockets.add(near);
                sockets.add(far);
                thread(() -> copy(near, far)).start();
                thread(() -> copy(far, near)).start();
            }
        } catch (IOException e) {
            // The end of the test, or of Redis.
        }
    }

    private void copy(Socket from, Socket into) {
        byte[] buffer = new byte[65_536];
        Queue<byte[]> held = new ConcurrentLinkedQueue<>(); // so that nothing overtakes earlier bytes
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                held.add(Arrays.copyOf(buffer, read));
                Future<?> unused =
                        delayed.schedule(() -> write(into, held.remove()), delayMillis, TimeUnit.MILLISECONDS);
            }
        } catch (IOException | RejectedExecutionException e) {
            // Cut.
        }
        end(from);
        end(into);
    }

    private void write(Socket into, byte[] content) {
        try {
            into.getOutputStream().write(content);
        } catch (IOException e) {
            end(into);
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all connections, and accepts no new ones. */
    void cut() {
        cut = true;
        sockets.forEach(this::end);
    }

    /** Accepts connections again. */
    void mend() {
        cut = false;
    }

    /** Delays everything by this much, in each direction. */
    void delay(Duration by) {
        delayMillis = by.toMillis();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
        delayed.shutdownNow();
    }
}
