// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.start;

import dev.rollcall.spring.RollcallStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Boot print what to do instead of a stack trace. */
final class RollcallFailureAnalyzer extends AbstractFailureAnalyzer<RollcallStartException> {

    RollcallFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RollcallStartException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
