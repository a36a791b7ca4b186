// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.start;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.UnreachableFilterChainException;

/**
 * Names the chain of the application that makes Rollcall's chain unreachable, or is made unreachable by it: Spring Security
 * refuses a chain for every request that comes before others, and two chains with the same matcher, such as the bean {@code
 * RollcallRequests}. Not loaded without Spring Security.
 */
final class UnreachableChainFailureAnalyzer extends AbstractFailureAnalyzer<UnreachableFilterChainException> {

    private static final String OURS = "rollcallSecurityFilterChain";
    private static final Pattern NAME = Pattern.compile("defined as '([^']+)'");

    UnreachableChainFailureAnalyzer() {}

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnreachableFilterChainException cause) {
        String first = name(cause.getFilterChain());
        String unreachable = name(cause.getUnreachableFilterChain());
        if (OURS.equals(unreachable)) {
            return new FailureAnalysis(
                    chain(first) + " takes every request of Rollcall's base path and comes before '" + OURS
                            + "' (order -10), which lets tabs in there.",
                    "Give the application's chain an order above -10, or none at all. Or set rollcall.security-chain=false,"
                            + " and have your chain permit the base path without a CSRF token.",
                    cause);
        }
        if (OURS.equals(first)) {
            return new FailureAnalysis(
                    chain(unreachable) + " is for Rollcall's base path, and comes after '" + OURS
                            + "' (order -10), which takes all requests there.",
                    "Set rollcall.security-chain=false if the application's chain is to decide, and have it permit the base"
                            + " path without a CSRF token. Or remove that chain; a SecurityChainCustomizer changes Rollcall's.",
                    cause);
        }
        return null;
    }

    private static String chain(@Nullable String name) {
        return name == null ? "A security filter chain of the application" : "The security filter chain '" + name + "'";
    }

    /** Returns the name of a chain's bean, which only the chain's description tells; null when it does not. */
    private static @Nullable String name(SecurityFilterChain chain) {
        Matcher matcher = NAME.matcher(chain.toString());
        return matcher.find() ? matcher.group(1) : null;
    }
}
