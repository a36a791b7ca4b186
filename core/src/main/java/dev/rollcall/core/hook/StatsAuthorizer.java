// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.telemetry.Refusal;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a connection may see stats. Without one, nobody may.
 *
 * <p>It is asked when a tab subscribes, and again after 30 minutes at most. It runs off the event loops, on {@code
 * authorizer-threads} threads (4 by default), so it may block, although a stage that completes later is better. An
 * exception or a failed stage means no, and is logged with the name of its class. Without an answer within 5 seconds,
 * including the wait for a thread, the question is undecided: a tab that sees stats keeps them for a while, and one
 * that does not is told to ask again. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface StatsAuthorizer {

    /**
     * Decides about one request.
     *
     * @param request the request; its headers and cookies are those of the subscription (of the handshake on WebSocket)
     */
    CompletionStage<Decision> authorize(StatsRequest request);

    /** Returns an authorizer that says no to everybody: the default. */
    static StatsAuthorizer denyAll() {
        return request -> CompletableFuture.completedStage(Decision.denied());
    }

    /** Returns one that gives the right the host knows the person to have, and says no when the host knows nobody. */
    static StatsAuthorizer byIdentity() {
        return request -> CompletableFuture.completedStage(
                request.identity() == null
                        ? Decision.denied()
                        : request.identity().stats());
    }

    /**
     * Returns one that says yes when any of these does; they are asked in order until the first yes. Without a yes the
     * answer is undecided when one of them was undecided, and fails when one of them failed.
     */
    static StatsAuthorizer anyOf(List<StatsAuthorizer> authorizers) {
        return new AnyAuthorizer(List.copyOf(authorizers));
    }

    /**
     * Returns the same authorizer with another name for its failures in the log. By default that is its class.
     *
     * @param name the class that an operator should look at, such as the one behind a proxy
     */
    static StatsAuthorizer named(String name, StatsAuthorizer authorizer) {
        return new NamedAuthorizer(name, authorizer);
    }

    /**
     * A request to see stats.
     *
     * @param connectionId the public id of the connection
     * @param headers the request's headers, names in lower case; never logged
     * @param cookies the request's cookies, values as they were sent (not percent-decoded); never logged
     * @param remoteAddress the client's address as text, even when addresses are not tracked; null when it is not known
     * @param transport how the connection is held
     * @param identity who the host knows the request to come from; null when it knows nobody
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

        /**
         * Returns the person who is signed in, as the host's own authentication knows them: in a Spring application the
         * principal of Spring Security. Null when nobody is signed in, and at a host that has no authentication of its own.
         */
        public @Nullable Principal principal() {
            return identity == null ? null : identity.principal();
        }

        /**
         * Returns what a fair share is counted by: the IPv4 address, or the /64 network of an IPv6 address; empty when the
         * address is not known.
         */
        public String network() {
            String address = remoteAddress == null ? "" : remoteAddress;
            int end = -1;
            for (int groups = 0; groups < 4; groups++) {
                end = address.indexOf(':', end + 1);
                if (end < 0) {
                    return address;
                }
            }
            return address.substring(0, end);
        }

        /** Leaves out headers, cookies and address, which must not reach a log. */
        @Override
        public String toString() {
            return "StatsRequest[connectionId=" + connectionId + ", transport=" + transport + "]";
        }
    }

    /**
     * Yes, no, or undecided.
     *
     * @param allowed whether stats may be seen
     * @param until when the permission ends by itself, because the session that it came from ends; null when it does
     *     not
     * @param reason why not, for the log and the list of refusals; null when there is nothing to say about it
     */
    record Decision(
            boolean allowed,
            @Nullable Instant until,
            @Nullable Refusal reason) {

        /** Makes a decision without a reason. */
        public Decision(boolean allowed, @Nullable Instant until) {
            this(allowed, until, null);
        }

        /** No. */
        public static Decision denied() {
            return new Decision(false, null, null);
        }

        /**
         * No, for a reason. With a reason that is {@linkplain Refusal#undecided undecided}, a tab that has the right
         * keeps it for a while, and one that does not is told to ask again.
         */
        public static Decision denied(Refusal reason) {
            return new Decision(false, null, reason);
        }

        /** Whether it could not be decided now, so that the answer is neither yes nor no. */
        public boolean undecided() {
            return reason != null && reason.undecided();
        }

        /** Yes, until the next regular check. */
        public static Decision granted() {
            return new Decision(true, null, null);
        }

        /** Yes, but not after the given moment. */
        public static Decision grantedUntil(Instant until) {
            return new Decision(true, until, null);
        }
    }
}
