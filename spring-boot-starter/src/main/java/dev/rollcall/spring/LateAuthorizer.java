// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks the authorizers that are beans, in their order; made when somebody asks, so that they can use Rollcall without a
 * circle.
 *
 * @param authorizers where they are
 */
record LateAuthorizer(ObjectProvider<StatsAuthorizer> authorizers) implements StatsAuthorizer {

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Stream<StatsAuthorizer> all =
                Stream.concat(Stream.of(StatsAuthorizer.byIdentity()), authorizers.orderedStream());
        return StatsAuthorizer.anyOf(all.toList()).authorize(request);
    }
}
