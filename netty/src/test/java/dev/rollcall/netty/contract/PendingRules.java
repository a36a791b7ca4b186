// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The rules of the contract that do not hold for several nodes yet, each with what is missing. Whoever builds it takes them off
 * the list; when the list is empty, this class goes.
 */
final class PendingRules implements ExecutionCondition {

    private static final Map<String, String> RULES = new HashMap<>();

    static {
        pending(
                "a tab can ask for stats by POST only at the node that holds it",
                List.of(
                        "CompatibilityContract.posts",
                        "CompatibilityContract.stats",
                        "CompatibilityContract.statsUnauthorized",
                        "CompatibilityContract.unnamedEvents",
                        "CompatibilityContract.yourIdIsListed",
                        "DeltasContract.gap",
                        "ObserverContract.countedApart",
                        "PollingContract.latestStats",
                        "PollingContract.lostStats",
                        "SignInContract.statsCrossSite",
                        "StatsAccessContract.denyByDefault",
                        "StatsAccessContract.recheck",
                        "StatsAccessContract.recheckHolds",
                        "StatsAccessContract.sessionEnds",
                        "StatsAccessContract.undecided",
                        "StatsAccessContract.whatItIsAsked",
                        "StatsContract.unsubscribe",
                        "StatsContract.yourId"));
        pending(
                "a person is signed in at one node",
                List.of(
                        "ClockContract.people",
                        "SignInContract.amongOthers",
                        "SignInContract.crossSite",
                        "SignInContract.expires",
                        "SignInContract.link",
                        "SignInContract.readOnly",
                        "SignInContract.signingOutEndsStats",
                        "SignInContract.signingOutOnlyConcernsOneself",
                        "SignInContract.signsIn"));
        pending(
                "each node lists its own tabs",
                List.of(
                        "AddressContract.configured",
                        "AddressContract.forwarded",
                        "AddressContract.hashed",
                        "AddressContract.off",
                        "AddressContract.order",
                        "AddressContract.repeated",
                        "AddressContract.socket",
                        "AddressContract.subscribers",
                        "AddressContract.truncated",
                        "AddressContract.untrusted",
                        "AdminContract.filters",
                        "AdminContract.pages",
                        "AdminContract.stats",
                        "AdminContract.users",
                        "CommandsContract.targets",
                        "DeltasContract.changedAndRemoved",
                        "DeltasContract.sameAsWhole",
                        "PaceContract.slow",
                        "PollingContract.counted",
                        "RoutesContract.namedGroups",
                        "StatsContract.leaving",
                        "StatsContract.truncated"));
        pending(
                "the first stats of a subscriber come before the other nodes have told what they count, and then come again",
                List.of(
                        "ClockContract.tabs",
                        "DeltasContract.deltas",
                        "StatsContract.firstStats",
                        "StatsContract.leadingEdge",
                        "StatsContract.noChange",
                        "StatsContract.quiet",
                        "StatsContract.thereAndBack"));
        pending(
                "each node lists its own refusals",
                List.of(
                        "AddressContract.unlistedHeader",
                        "AdminContract.refusals",
                        "OpeningContract.unchanged",
                        "PaceContract.routeFlood"));
        pending(
                "which lease was opened for what a tab presented is known to the node that opened it",
                List.of(
                        "PollingContract.copyOfATab",
                        "PollingContract.oneLeaseForManyAtOnce",
                        "PollingContract.oneLeaseForOneResume"));
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
