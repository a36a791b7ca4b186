// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Plain requests to one host, by the JDK's client. In the clear it uses only HTTP/1.1: for HTTP/2 that client would ask
 * for an upgrade, which the contract refuses.
 */
public final class Http {

    private static final String ALLOWED = "jdk.httpclient.allowRestrictedHeaders";

    /** A browser's user agent; the JDK's own would count as a bot. */
    public static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    static {
        if (System.getProperty(ALLOWED) == null) {
            System.setProperty(ALLOWED, "connection"); // read by the JDK's client when it is first used
        }
    }

    private static final HttpClient CLEAR = client(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));

    /* Shared: each client has its own threads, which end only when it is garbage-collected. */
    private static final Map<Secure, HttpClient> SECURE = new ConcurrentHashMap<>();

    private final String authority;
    private final HttpClient client;
    private final boolean secure;
    private final boolean keepsAlive;

    /** Requests to this port on loopback. */
    public Http(int port) {
        this(port, null, HttpClient.Version.HTTP_1_1);
    }

    /**
     * Requests to this port on loopback.
     *
     * @param tls how to speak TLS; null for requests in the clear
     * @param version of HTTP, over TLS; in the clear it is HTTP/1.1
     */
    public Http(int port, @Nullable SSLContext tls, HttpClient.Version version) {
        this("127.0.0.1:" + port, tls == null ? CLEAR : secure(tls, version), tls != null, true);
    }

    private Http(String authority, HttpClient client, boolean secure, boolean keepsAlive) {
        this.authority = authority;
        this.client = client;
        this.secure = secure;
        this.keepsAlive = keepsAlive;
    }

    /** Returns a client that opens a new connection for each request, so that a load balancer decides each time. */
    public Http withoutKeepAlive() {
        return new Http(authority, client, secure, false);
    }

    private static HttpClient secure(SSLContext tls, HttpClient.Version version) {
        return SECURE.computeIfAbsent(
                new Secure(tls, version),
                key -> client(HttpClient.newBuilder().sslContext(tls).version(version)));
    }

    private static HttpClient client(HttpClient.Builder builder) {
        return builder.connectTimeout(Inbox.PATIENCE).build();
    }

    /**
     * GET.
     *
     * @param path path and query, as sent on the wire
     * @param headers names and values alternately; a {@code User-Agent} here replaces the browser's
     */
    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** Sends a POST of JSON, with its content type. Parameters as for {@link #get}. */
    public Answer post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", path, BodyPublishers.ofString(json), all);
    }

    /** Sends any method with any body, adding only the browser's user agent. Parameters as for {@link #get}. */
    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        try {
            HttpRequest request = request(path, headers).method(method, body).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + ": no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    HttpClient client() {
        return client;
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create((secure ? "https://" : "http://") + authority + path))
                .timeout(Inbox.PATIENCE);
        withBrowser(headers).forEach(request::header);
        return keepsAlive ? request : request.header("Connection", "close");
    }

    URI webSocket(String path) {
        return URI.create((secure ? "wss://" : "ws://") + authority + path);
    }

    private record Secure(SSLContext tls, HttpClient.Version version) {}

    /** Returns headers given as names and values alternately, with the browser's user agent unless another is given. */
    static Map<String, String> withBrowser(String... headers) {
        Map<String, String> all = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("User-Agent", BROWSER);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return all;
    }
}
