// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import java.util.concurrent.CompletionStage;

/**
 * An authorizer whose failures carry a name. Never throws.
 *
 * @param name what the log calls it
 * @param authorizer the authorizer to ask
 */
record NamedAuthorizer(String name, StatsAuthorizer authorizer) implements StatsAuthorizer {

    static StatsAuthorizer of(StatsAuthorizer authorizer) {
        return authorizer instanceof NamedAuthorizer
                ? authorizer
                : new NamedAuthorizer(HookName.of(authorizer), authorizer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return AuthorizerFailure.ask(name, authorizer, request);
    }
}
