// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers whose address must be known before they start, or that restart on the same port. */
public final class FreePort {

    /*
     * Below the ports that systems choose on their own, from 32,768 on Linux: otherwise somebody who asks for any port,
     * as most servers in tests do, may be given this one before it is needed.
     */
    private static final int LOWEST = 10_000;
    private static final int END = 32_768;

    private FreePort() {}

    /** Returns a loopback port that nobody uses now. */
    public static int find() {
        return find(0);
    }

    /** Returns a free loopback port for which the port this much higher is free too. */
    public static int find(int distance) {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END - distance);
            if (isFree(port) && isFree(port + distance)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
