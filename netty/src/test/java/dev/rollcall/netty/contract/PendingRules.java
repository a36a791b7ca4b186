// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The rules of the contract that do not hold for several nodes yet, each with what is missing. Remove an entry when
 * what it needs is built, and this class with the last one.
 */
final class PendingRules implements ExecutionCondition {

    private static final Map<String, String> RULES = new HashMap<>();

    static {
        pending("each node hashes addresses with a key of its own", List.of("AddressContract.hashed"));
    }

    private static void pending(String missing, List<String> rules) {
        rules.forEach(rule -> RULES.put(rule, missing));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = context.getTestMethod()
                .map(test -> RULES.get(test.getDeclaringClass().getSimpleName() + "." + test.getName()))
                .orElse(null);
        return missing == null
                ? ConditionEvaluationResult.enabled("built")
                : ConditionEvaluationResult.disabled("pending: " + missing);
    }
}
