// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A socket on which anything can be written, even what no well-behaved client would. Not thread-safe. */
public final class RawSocket implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Socket socket = new Socket();
    private final Socket talk;
    private final InputStream in;

    private RawSocket(int port, int receiveBytes, @Nullable SSLContext tls) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
        socket.connect(
                new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), (int) Inbox.PATIENCE.toMillis());
        talk = tls == null ? socket : tls.getSocketFactory().createSocket(socket, "127.0.0.1", port, true);
        in = new BufferedInputStream(talk.getInputStream());
    }

    /** Connects. */
    public static RawSocket connect(int port) {
        return connect(port, 0, null);
    }

    /**
     * Connects with a small window, so that the server soon cannot write if nobody reads.
     *
     * @param receiveBytes how much the kernel may keep for us, in bytes; 0 for its default
     * @param tls how to speak TLS; null for a connection in the clear
     */
    public static RawSocket connect(int port, int receiveBytes, @Nullable SSLContext tls) {
        try {
            return new RawSocket(port, receiveBytes, tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes text, one byte per character (ISO 8859-1). It is not an error if the server has already closed. */
    public RawSocket send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes bytes. It is not an error if the server has already closed. */
    public RawSocket send(byte[] bytes) {
        try {
            talk.getOutputStream().write(bytes);
        } catch (SocketException | SSLException e) {
            // Closed by the server while we wrote: reading will show that.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes a request with a {@code Host} and a browser's user agent, without a body. */
    public RawSocket request(String method, String target, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        Http.withBrowser(headers)
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return send(text.append("\r\n").toString());
    }

    /** Asks for a WebSocket (RFC 6455, section 4.1). */
    public RawSocket upgrade(String target, String... headers) {
        String[] all = {
            "Connection", "Upgrade", "Upgrade", "websocket",
            "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="
        };
        List<String> both = new ArrayList<>(List.of(all));
        both.addAll(List.of(headers));
        return request("GET", target, both.toArray(String[]::new));
    }

    /** Reads one answer, with its body if it has one. Fails if the server closes without one. */
    public Answer answer() {
        Answer head = head();
        String length = head.header("content-length").orElse("0");
        return new Answer(
                head.status(), head.headers(), new String(bytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
    }

    /** Reads the head of an answer and leaves what follows. */
    public Answer head() {
        String status = line();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
    }

    /** Reads the status of the next answer; 0 if the server closes without one. */
    public int statusOrClosed() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
        } catch (SocketException | SSLException e) {
            return 0;
        } catch (IOException e) {
            throw new AssertionError("neither an answer nor the end within " + Inbox.PATIENCE, e);
        }
        return line.length() == 0 ? 0 : Integer.parseInt(line.toString().split(" ", 3)[1]);
    }

    /** Reads one WebSocket frame (RFC 6455, section 5.2). */
    public RawFrame frame() {
        int first = one();
        int second = one();
        int length = second & 0x7f;
        if (length == 126) {
            length = one() << 8 | one();
        } else if (length == 127) {
            bytes(4);
            length = one() << 24 | one() << 16 | one() << 8 | one();
        }
        return new RawFrame((first & 0x80) != 0, first & 0x0f, (second & 0x80) != 0, bytes(length));
    }

    /** Reads one text message, in however many frames it comes. */
    public String message() {
        StringBuilder text = new StringBuilder();
        RawFrame frame = frame();
        while (!frame.last()) {
            text.append(frame.text());
            frame = frame();
        }
        return text.append(frame.text()).toString();
    }

    /** Reads and drops everything until the server closes in any way. Returns how many bytes that were. */
    public long drainToEnd() {
        byte[] buffer = new byte[65_536];
        long all = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all += n;
            }
        } catch (SocketException | SSLException e) {
            return all;
        } catch (IOException e) {
            throw new AssertionError(
                    "end of connection: none within " + Inbox.PATIENCE + ", after " + all + " bytes", e);
        }
        return all;
    }

    /** Reads everything until the server closes, as text. */
    public String readToEnd() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("end of connection: none within " + Inbox.PATIENCE, e);
        }
    }

    /** Reads up to the end of this text, wherever that is. Returns all that was read, this text included. */
    public String readUntil(String text) {
        StringBuilder read = new StringBuilder();
        do {
            read.append((char) one());
        } while (read.length() < text.length() || read.indexOf(text, read.length() - text.length()) < 0);
        return read.toString();
    }

    /** Closes the writing side, and leaves reading open. */
    public void finishWriting() {
        try {
            talk.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away abruptly: the server gets a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            talk.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = one(); c != '\n'; c = one()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private int one() {
        return bytes(1)[0] & 0xff;
    }

    private byte[] bytes(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new AssertionError("bytes: " + bytes.length + ", then the end (expected: " + count + ")");
            }
            return bytes;
        } catch (IOException e) {
            throw new AssertionError("nothing more came (expected: " + count + " bytes)", e);
        }
    }
}
