// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.callback;

import static java.util.Objects.requireNonNull;

import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.FairSlots;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.Credentials;
import java.net.URI;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer that asks another server. It sends a GET request with the {@code Cookie} and {@code Authorization} headers
 * of the request for stats, and the connection's id as {@code X-Rollcall-Connection}. Thread-safe; never blocks.
 *
 * <p>A status of 200 to 299 allows stats until the next regular check. A status of 500 and above, 429, or no response within
 * 4 seconds leaves it undecided. Everything else denies stats, including a redirect, which is not followed. The server is
 * not asked, and the answer is no, if the request has neither of the two headers, or if they have more than 16,384
 * characters together.
 *
 * <p>At most {@value #MAX_IN_FLIGHT} requests to the server are pending at one time. Others wait, at most
 * {@value #MAX_WAITING}, and take turns by address. Requests with the same two headers are asked once while one is pending,
 * with the id of the first.
 */
public final class CallbackAuthorizer implements StatsAuthorizer {

    /** The largest number of requests to the server that may be pending at one time. */
    public static final int MAX_IN_FLIGHT = 64;

    /** The largest number of requests that wait until they may be sent. */
    public static final int MAX_WAITING = 500;

    private static final int MAX_CREDENTIAL_CHARS = 2 * Credentials.MAX_CHARS;

    private final URI url;
    private final BoundedHttp http;
    private final Timer timer;
    private final FairSlots slots = new FairSlots(MAX_IN_FLIGHT, MAX_WAITING);
    private final Map<String, Question> pending = new ConcurrentHashMap<>();

    /**
     * Makes an authorizer.
     *
     * @param url the address to ask, http or https; it must answer 2xx for exactly the users who may see stats
     * @param timer measures the 4 seconds
     * @throws IllegalArgumentException if the address is not absolute, or has a user name or a fragment
     */
    public CallbackAuthorizer(URI url, Timer timer) {
        this.url = BoundedHttp.checked("callback URL", requireNonNull(url, "url"));
        this.timer = requireNonNull(timer, "timer");
        this.http = new BoundedHttp(timer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Map<String, String> headers = credentials(request);
        if (headers.isEmpty()) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        String key = HexFormat.of().formatHex(Credentials.sha256(headers.toString()));
        headers.put("X-Rollcall-Connection", request.connectionId());
        Question made = new Question(key, headers);
        Question asked = pending.putIfAbsent(key, made);
        if (asked != null) {
            return asked.answer.copy();
        }
        made.alarm = timer.after(BoundedHttp.TIMEOUT, () -> made.settle(Decision.denied(Refusal.CALLBACK_FAILED)));
        slots.submit(request.network(), made);
        return made.answer.copy();
    }

    private static Decision decision(int status) {
        if (status / 100 == 2) {
            return Decision.granted();
        }
        return Decision.denied(status >= 500 || status == 429 ? Refusal.CALLBACK_FAILED : Refusal.CALLBACK);
    }

    private static Map<String, String> credentials(StatsRequest request) {
        Map<String, String> found = new LinkedHashMap<>();
        put(found, "Cookie", joined(request, "cookie"));
        put(found, "Authorization", request.header("authorization"));
        int chars = found.values().stream().mapToInt(String::length).sum();
        return chars <= MAX_CREDENTIAL_CHARS ? found : Map.of();
    }

    /** Joins the values of a header; HTTP/2 may split cookies over several (RFC 9113, section 8.2.3). */
    private static String joined(StatsRequest request, String name) {
        return String.join("; ", request.headers().getOrDefault(name, List.of()));
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }

    /** A question to the server, for all who ask it while it is open. */
    private final class Question implements FairSlots.Job {
        private final String key;
        private final Map<String, String> headers;
        private final CompletableFuture<Decision> answer = new CompletableFuture<>();
        private final long askedAt = timer.ticks();
        private volatile Timer.@Nullable Cancellable alarm;

        Question(String key, Map<String, String> headers) {
            this.key = key;
            this.headers = headers;
        }

        @Override
        public boolean start() {
            boolean tooLate = timer.ticks() - askedAt >= BoundedHttp.TIMEOUT.toMillis();
            if (tooLate || answer.isDone()) { // its alarm answers it, or has done so
                return false;
            }
            CompletionStage<Integer> response = http.status(url, headers);
            response.whenComplete((status, error) -> {
                slots.done();
                settle(status == null ? Decision.denied(Refusal.CALLBACK_FAILED) : decision(status));
            });
            return true;
        }

        @Override
        public void refuse() {
            settle(Decision.denied(Refusal.AUTHORIZER_BUSY));
        }

        void settle(Decision decision) {
            pending.remove(key, this);
            Timer.Cancellable set = alarm;
            if (set != null) {
                set.cancel();
            }
            answer.complete(decision);
        }
    }
}
