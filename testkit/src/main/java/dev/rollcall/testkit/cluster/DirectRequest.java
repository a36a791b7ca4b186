// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests to a node without a socket, as a host would pass them on: from a browser, on a page of the same host.
 * Stateless.
 */
public final class DirectRequest {

    private static final Pattern ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    private DirectRequest() {}

    /**
     * Sends a request below the default base path.
     *
     * @param headers more headers: names in lower case and values alternately
     * @return the answer when it is there; fails with an AssertionError if the node would hold the connection
     */
    public static CompletableFuture<Response> send(
            Contract node, String method, String path, String query, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of(
                "host", List.of("shop.test"),
                "origin", List.of("http://shop.test"),
                "content-type", List.of("application/json"),
                "user-agent", List.of("Mozilla/5.0 (X11) Firefox/140")));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        Request request = new Request(
                method,
                "/__skew" + path,
                query,
                Headers.of(all),
                InetAddress.getLoopbackAddress(),
                body.getBytes(UTF_8),
                false,
                null);
        CompletableFuture<Response> answer = new CompletableFuture<>();
        node.decide(request).carryOut(new Answering(answer));
        return answer;
    }

    /** Returns the connectionId in the answer to a poll. */
    public static String id(Response polled) {
        Matcher id = ID.matcher(new String(polled.body(), UTF_8));
        if (!id.find()) {
            throw new AssertionError("no connectionId in the answer, whose status is " + polled.status());
        }
        return id.group(1);
    }

    private record Answering(CompletableFuture<Response> answer) implements Verdict.Carrier {
        @Override
        public void answer(Response response) {
            answer.complete(response);
        }

        @Override
        public void answerLater(Verdict.Later later) {
            later.response().thenAccept(answer::complete);
        }

        @Override
        public void stream(Response head, Verdict.Opening opening) {
            answer.completeExceptionally(new AssertionError("no stream was asked for"));
        }

        @Override
        public void upgrade(Verdict.Opening opening) {
            answer.completeExceptionally(new AssertionError("no WebSocket was asked for"));
        }
    }
}
