// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import java.time.Duration;

/**
 * When a deployment is settled. Immutable.
 *
 * @param answers the number of answers in a row that must name one build, at least 1
 * @param failures the number of answers in a row without a build after which nothing is known any longer, at least 1
 * @param splitAfter how long the fleet may serve two builds before that counts as a split rather than a deployment
 *     under way; more than zero
 */
public record DeploymentRules(int answers, int failures, Duration splitAfter) {

    /** Checks the ranges. */
    public DeploymentRules {
        require(answers >= 1, "answers", answers);
        require(failures >= 1, "failures", failures);
        require(splitAfter.toMillis() > 0, "splitAfter", splitAfter);
    }

    private static void require(boolean fits, String name, Object value) {
        if (!fits) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
