// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.start;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.UnreachableFilterChainException;

/** Says which chain of the application stands before the one that lets tabs in. Not loaded without Spring Security. */
final class UnreachableChainFailureAnalyzer extends AbstractFailureAnalyzer<UnreachableFilterChainException> {

    private static final String OURS = "rollcallSecurityFilterChain";
    private static final Pattern NAME = Pattern.compile("defined as '([^']+)'");

    UnreachableChainFailureAnalyzer() {}

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnreachableFilterChainException cause) {
        if (!OURS.equals(name(cause.getUnreachableFilterChain()))) {
            return null;
        }
        String other = name(cause.getFilterChain());
        String bean = other == null
                ? "A security filter chain of the application"
                : "The security filter chain '" + other + "'";
        return new FailureAnalysis(
                bean + " takes every request and comes before '" + OURS
                        + "' (order -10), which lets tabs in at Rollcall's base" + " path.",
                "Give the application's chain an order above -10, or none at all. Or set rollcall.security-chain=false, and"
                        + " have your chain permit the base path without a CSRF token.",
                cause);
    }

    /** A chain knows the name of its bean, and tells it in its description alone. */
    private static @Nullable String name(SecurityFilterChain chain) {
        Matcher matcher = NAME.matcher(chain.toString());
        return matcher.find() ? matcher.group(1) : null;
    }
}
