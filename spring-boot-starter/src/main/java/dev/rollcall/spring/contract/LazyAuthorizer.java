// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks the identity of a request first, then the authorizers that are beans, in their order. The beans are created when
 * they are first asked, so they may depend on Rollcall without a circular reference.
 *
 * @param identity asks the identity
 * @param authorizers the beans
 */
record LazyAuthorizer(StatsAuthorizer identity, ObjectProvider<StatsAuthorizer> authorizers)
        implements StatsAuthorizer {

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Stream<StatsAuthorizer> all = Stream.concat(Stream.of(identity), authorizers.orderedStream());
        return StatsAuthorizer.anyOf(all.toList()).authorize(request);
    }
}
