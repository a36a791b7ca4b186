// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response between the container and all filters. It passes everything on until the host holds a stream. After that it drops what
 * filters still do to the response: those that collect bodies finish it when the servlet has returned, and would end a stream that
 * has just begun. Used by the thread of the request; only whether it is raised is seen by others.
 */
public final class Shield extends HttpServletResponseWrapper {

    private volatile boolean up;
    private @Nullable ServletOutputStream stream;

    /**
     * Creates a shield that lets everything through.
     *
     * @param response the container's own
     */
    public Shield(HttpServletResponse response) {
        super(response);
    }

    /** Raises all shields around a response: they drop what comes from now on. */
    static void raise(HttpServletResponse response) {
        ServletResponse layer = response;
        while (layer instanceof ServletResponseWrapper wrapper) {
            if (layer instanceof Shield shield) {
                shield.up = true;
            }
            layer = wrapper.getResponse();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream made = stream;
        if (made == null) {
            made = new Output(super.getOutputStream());
            stream = made;
        }
        return made;
    }

    @Override
    public boolean isCommitted() {
        return up || super.isCommitted();
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!up) {
            super.flushBuffer();
        }
    }

    @Override
    public void reset() {
        if (!up) {
            super.reset();
        }
    }

    @Override
    public void resetBuffer() {
        if (!up) {
            super.resetBuffer();
        }
    }

    @Override
    public void setStatus(int status) {
        if (!up) {
            super.setStatus(status);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (!up) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (!up) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        if (!up) {
            super.sendRedirect(location);
        }
    }

    @Override
    public void setContentLength(int length) {
        if (!up) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!up) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setContentType(String type) {
        if (!up) {
            super.setContentType(type);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (passes(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (passes(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (passes(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (passes(name)) {
            super.addIntHeader(name, value);
        }
    }

    /** Lets late headers through, which a filter that protects the application may add, but not those that describe a body. */
    private boolean passes(String name) {
        return !up
                || !name.toLowerCase(Locale.ROOT).startsWith("content-")
                || name.equalsIgnoreCase("Content-Security-Policy");
    }

    /** Passes bytes on until the shield is up. */
    private final class Output extends ServletOutputStream {

        private final ServletOutputStream to;

        Output(ServletOutputStream to) {
            this.to = to;
        }

        @Override
        public boolean isReady() {
            return up || to.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            to.setWriteListener(listener);
        }

        @Override
        public void write(int one) throws IOException {
            if (!up) {
                to.write(one);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!up) {
                to.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!up) {
                to.flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (!up) {
                to.close();
            }
        }
    }
}
