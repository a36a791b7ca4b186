// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a connection may see stats. Without one, nobody may.
 *
 * <p>It is asked when a tab subscribes and again at most every 30 minutes. It runs on a bounded pool off the event
 * loops, so it may block, although a stage that completes later is better. An exception, a failed stage, or no answer
 * within 5 seconds means no. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface StatsAuthorizer {

    /**
     * Decides about one request.
     *
     * @param request the request; its headers and cookies are those of the subscription (of the handshake on WebSocket)
     */
    CompletionStage<Decision> authorize(StatsRequest request);

    /** An authorizer that says no to everybody: the default. */
    static StatsAuthorizer denyAll() {
        return request -> CompletableFuture.completedStage(Decision.denied());
    }

    /** Returns one that says what the host knows of the person, and no when it knows of nobody. */
    static StatsAuthorizer byIdentity() {
        return request -> CompletableFuture.completedStage(
                request.identity() == null
                        ? Decision.denied()
                        : request.identity().stats());
    }

    /** One that says yes when any of the given says yes; asked in order, the first yes ends the asking. */
    static StatsAuthorizer anyOf(List<StatsAuthorizer> authorizers) {
        return new AnyAuthorizer(List.copyOf(authorizers));
    }

    /**
     * A request to see stats.
     *
     * @param connectionId the public id of the connection
     * @param headers the request's headers, names in lower case; never logged
     * @param cookies the request's cookies, values as they were sent (not percent-decoded); never logged
     * @param remoteAddress the client's address as text, whatever the address tracking; null when it is not known
     * @param transport how the connection is held
     * @param identity who the host knows the request to come from; null when it knows of nobody
     */
    record StatsRequest(
            String connectionId,
            Map<String, List<String>> headers,
            Map<String, String> cookies,
            @Nullable String remoteAddress,
            Transport transport,
            @Nullable Identity identity) {

        /** Copies the maps. */
        public StatsRequest {
            headers = Map.copyOf(headers);
            cookies = Map.copyOf(cookies);
        }

        /** The first value of a header, by its lower-case name; null when there is none. */
        public @Nullable String header(String lowerCaseName) {
            List<String> values = headers.get(lowerCaseName);
            return values == null || values.isEmpty() ? null : values.get(0);
        }

        /** Says who without headers, cookies or address, which must not reach a log. */
        @Override
        public String toString() {
            return "StatsRequest[connectionId=" + connectionId + ", transport=" + transport + "]";
        }
    }

    /**
     * Yes or no.
     *
     * @param allowed whether stats may be seen
     * @param until when the permission ends by itself, because the session it came from does; null when it does not
     */
    record Decision(boolean allowed, @Nullable Instant until) {

        /** No. */
        public static Decision denied() {
            return new Decision(false, null);
        }

        /** Yes, until the next regular check. */
        public static Decision granted() {
            return new Decision(true, null);
        }

        /** Yes, but not after the given moment. */
        public static Decision grantedUntil(Instant until) {
            return new Decision(true, until);
        }
    }
}
