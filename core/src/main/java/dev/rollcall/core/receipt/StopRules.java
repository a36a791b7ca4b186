// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.funnel.Place;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Judges whether a wave is to stop by its own rule. Thread-safe. */
public final class StopRules {

    private volatile @Nullable IntSupplier bad;

    StopRules() {}

    /**
     * Sets what tells the health of the application.
     *
     * @param badInARow how many bad answers in a row its address has given; 0 after a good answer
     */
    public void health(IntSupplier badInARow) {
        bad = badInARow;
    }

    /**
     * Refuses a rule that cannot be judged here.
     *
     * @throws IllegalArgumentException saying what is missing
     */
    public void check(Order order) {
        StopRule rule = order.stopWhen();
        if (rule != null && rule.unhealthy() > 0 && bad == null) {
            throw new IllegalArgumentException(
                    "stopWhen.unhealthy: no health-url is set (expected: set it, or leave this out)");
        }
    }

    /** Returns why a command is to stop, for people; null when it may go on. */
    @Nullable
    String reason(Receipt receipt) {
        StopRule rule = receipt.command().order().stopWhen();
        if (rule == null || receipt.state() != Receipt.State.RUNNING) {
            return null;
        }
        int gone = receipt.at(Place.GONE);
        int known = gone + receipt.at(Place.RETURNED) + receipt.at(Place.UNCHANGED);
        if (rule.isLost(gone, known)) {
            return gone + " of " + known + " tabs did not come back, more than " + rule.lostPercent() + " percent";
        }
        IntSupplier health = bad;
        int answers = health == null ? 0 : health.getAsInt();
        return rule.unhealthy() > 0 && answers >= rule.unhealthy()
                ? "the health address has answered badly " + answers + " times in a row"
                : null;
    }
}
