// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a server's admin endpoints, one request after the other. Each method waits for the answer. Not thread-safe.
 *
 * <p>It uses {@link HttpURLConnection}: the JDK's newer client takes 170 ms longer to get its first answer, which would
 * be most of a command's time.
 */
public final class AdminCalls {

    /** How long an answer may take: a gate answers after 20 s at the latest. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 64 << 20;

    static {
        // Never send a command twice: unless told not to, the JDK repeats a POST whose connection broke.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final Address address;

    /** Makes calls to the server at an address. */
    public AdminCalls(Address address) {
        this.address = address;
    }

    /** Returns where the server is. */
    public Address address() {
        return address;
    }

    /**
     * Reads.
     *
     * @param path the path below the base path, with its query
     * @return the answer, a success
     * @throws Failure when there is no answer, or not a success
     */
    public Reply get(String path) {
        return ok(ask("GET", path, null));
    }

    /** Sends JSON; otherwise like {@link #get}. */
    public Reply post(String path, byte[] json) {
        return ok(ask("POST", path, json));
    }

    /** Removes; otherwise like {@link #get}. */
    public Reply delete(String path) {
        return ok(ask("DELETE", path, null));
    }

    /**
     * Sends a request, and returns whatever is answered.
     *
     * @param json the body; null for none
     * @throws Failure when there is no answer
     */
    public Reply ask(String method, String path, byte @Nullable [] json) {
        try {
            HttpURLConnection request = (HttpURLConnection)
                    address.base().resolve(address.base() + path).toURL().openConnection();
            return exchange(request, method, json);
        } catch (IOException e) {
            throw Failure.unreachable(address + ": " + why(e)
                    + " (expected: a running server; --url or ROLLCALL_URL names another address)");
        }
    }

    private Reply exchange(HttpURLConnection request, String method, byte @Nullable [] json) throws IOException {
        request.setRequestMethod(method);
        request.setConnectTimeout((int) CONNECT.toMillis());
        request.setReadTimeout((int) PATIENCE.toMillis());
        request.setInstanceFollowRedirects(false); // no other server may get the token
        request.setUseCaches(false);
        request.setRequestProperty("Accept", "application/json");
        request.setRequestProperty("User-Agent", "rollcall-cli");
        if (address.token() != null) {
            request.setRequestProperty("Authorization", "Bearer " + address.token());
        }
        if (json != null) {
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/json");
            try (OutputStream body = request.getOutputStream()) {
                body.write(json);
            }
        }
        int status = request.getResponseCode();
        if (status == -1) {
            throw new IOException("answers with something other than HTTP");
        }
        return new Reply(status, body(request), Math.max(0, request.getHeaderFieldInt("Retry-After", 0)));
    }

    private static String body(HttpURLConnection request) throws IOException {
        InputStream errors = request.getErrorStream();
        try (InputStream body = errors == null ? request.getInputStream() : errors) {
            byte[] bytes = body.readNBytes(MOST_BYTES);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (request.getResponseCode() >= 400) {
                return ""; // an error without a body
            }
            throw e;
        }
    }

    private static String why(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "no such host";
        }
        if (failure instanceof ConnectException) {
            return "nothing listens there";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        String kind = failure instanceof SSLException ? "no secure connection: " : "";
        return kind + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private Reply ok(Reply reply) {
        if (reply.isOk() && reply.isJson()) {
            return reply;
        }
        throw Failure.refused(refusal(reply));
    }

    /** Returns why an answer is not a success, and what to do about it, in words. */
    public String refusal(Reply reply) {
        String error = reply.error();
        if (error == null) {
            return address + ": " + reply.status()
                    + ", and not an answer from Rollcall (expected: the address of its base path, such as "
                    + Address.DEFAULT
                    + "; --url or ROLLCALL_URL sets it)";
        }
        String advice = switch (reply.status()) {
            case 401 ->
                address.token() == null
                        ? "\nSet ROLLCALL_TOKEN to a secret or token of the server, or to file:/path of a file that holds one."
                        : "\nThe secret or token in ROLLCALL_TOKEN is not one that this server accepts.";
            case 409 ->
                reply.json().has("confirm")
                        ? "\nIf that is what you mean, say so with --confirm "
                                + reply.json().number("confirm") + "."
                        : "";
            case 429, 503 -> reply.retryAfterSeconds() > 0 ? "\nTry again in " + reply.retryAfterSeconds() + " s." : "";
            default -> "";
        };
        return "refused by " + address.base().getHost() + " (" + reply.status() + "): " + error + advice;
    }
}
