// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import jakarta.servlet.http.HttpServlet;
import java.util.Map;

/** An embedded servlet container that listens on loopback. */
public interface Container extends AutoCloseable {

    /** Returns the port it listens on. */
    int port();

    /** Stops it, and destroys its servlets. Does nothing after the first call. */
    @Override
    void close();

    /** Starts a container. */
    @FunctionalInterface
    interface Starter {

        /**
         * Starts a container with its defaults.
         *
         * @param port where to listen; 0 takes a free port
         * @param servlets the servlets by their mapping: {@code /__skew/*}, or {@code /} for everything else
         * @throws Exception the container's own, when it cannot start
         */
        Container start(int port, Map<String, ? extends HttpServlet> servlets) throws Exception;
    }
}
