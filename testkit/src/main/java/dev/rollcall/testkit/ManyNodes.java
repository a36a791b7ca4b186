// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * For the contract with several nodes as one server ({@link HostFactory#times}): skips tests marked with
 * {@link OneProcess}, and reports the reason.
 */
public final class ManyNodes implements ExecutionCondition {

    /** For JUnit. */
    public ManyNodes() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<OneProcess> mark = AnnotationSupport.findAnnotation(context.getElement(), OneProcess.class);
        return mark.map(found -> ConditionEvaluationResult.disabled("holds for each process: " + found.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("holds for several nodes as for one"));
    }
}
