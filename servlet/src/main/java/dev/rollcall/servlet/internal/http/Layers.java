// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * The wrappers that filters have put around the container's own request and response. Some collect the body of a response and send
 * it when the servlet has returned, so that what is written later is lost. Some keep the body of a request, and support no read
 * listener. Pure functions, except {@link #commit}.
 */
public final class Layers {

    /** Names of wrappers that act before a response is sent, and pass bodies on. By name, because their classes may be missing. */
    private static final List<String> PASS_BODIES_ON =
            List.of("org.springframework.security.", "org.springframework.session.", Shield.class.getName());

    private Layers() {}

    /** Returns the container's own response, below all wrappers. What is written to it reaches the client without passing them. */
    public static HttpServletResponse own(HttpServletResponse response) {
        ServletResponse layer = response;
        while (layer instanceof ServletResponseWrapper wrapper) {
            layer = wrapper.getResponse();
        }
        return layer instanceof HttpServletResponse own ? own : response;
    }

    /**
     * Sends the head of a response through each layer, from the outside to the inside, so that a layer can still add its
     * headers, and one that holds bytes back is passed by. After that, no filter can change the head.
     *
     * @throws IOException when the client has gone
     */
    public static void commit(HttpServletResponse response) throws IOException {
        ServletResponse layer = response;
        while (layer instanceof ServletResponseWrapper wrapper && !layer.isCommitted()) {
            layer.flushBuffer();
            layer = wrapper.getResponse();
        }
        own(response).flushBuffer();
        Shield.raise(response);
    }

    /**
     * Returns whether no filter collects or replaces the bodies of a request and its response, so that they can be read and written
     * after the servlet has returned.
     *
     * @throws IOException when the container cannot open a stream
     */
    public static boolean passBodiesOn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return passOn(request) && passOn(response);
    }

    private static boolean passOn(HttpServletResponse response) throws IOException {
        ServletResponse layer = response;
        while (layer instanceof ServletResponseWrapper wrapper) {
            if (!isKnown(layer)
                    && layer.getOutputStream() != wrapper.getResponse().getOutputStream()) {
                return false;
            }
            layer = wrapper.getResponse();
        }
        return true;
    }

    private static boolean passOn(HttpServletRequest request) throws IOException {
        ServletRequest layer = request;
        try {
            while (layer instanceof ServletRequestWrapper wrapper) {
                if (!isKnown(layer)
                        && layer.getInputStream() != wrapper.getRequest().getInputStream()) {
                    return false;
                }
                layer = wrapper.getRequest();
            }
            return true;
        } catch (IllegalStateException e) { // A filter reads the body as characters.
            return false;
        }
    }

    private static boolean isKnown(Object layer) {
        String name = layer.getClass().getName();
        return PASS_BODIES_ON.stream().anyMatch(name::startsWith);
    }
}
