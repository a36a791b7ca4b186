// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.protocol.wire.Request;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the person a request comes from in a WebFlux application, from the application's own authentication. Called on
 * event loops, so it must not block. Thread-safe.
 */
@FunctionalInterface
public interface ReactiveIdentityResolver {

    /**
     * Resolves the person behind a request.
     *
     * @param request a whole request that is for Rollcall, without identity
     * @return null when there is nothing to find out, so that the request goes on at once; otherwise completes on any thread
     *     with the person, or with null when nobody is signed in. When it fails the request goes on without identity
     */
    @Nullable
    CompletionStage<@Nullable Identity> resolve(Request request);

    /**
     * Returns the request with the identity of the person it comes from, as {@code NettyGuest} wants it; null when there is
     * nothing to find out.
     */
    default @Nullable CompletionStage<Request> identified(Request request) {
        CompletionStage<@Nullable Identity> identity = resolve(request);
        return identity == null
                ? null
                : identity.thenApply(found -> request.withIdentity(found == null ? Identity.NOBODY : found));
    }

    /** Returns a resolver that knows nobody: the default. */
    static ReactiveIdentityResolver none() {
        return request -> null;
    }
}
