// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.protocol.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * How close a rollout is to what somebody waits for. Immutable.
 *
 * @param total how many tabs there are
 * @param tabs how many of them are on the version
 * @param left how many of them are on the version that is to be gone
 * @param receipt what has become of the command; null when nobody waits for one
 * @param missing why these figures say too little, in words; null when they are complete
 */
record Standing(
        Gate gate,
        int total,
        int tabs,
        int left,
        @Nullable Receipt receipt,
        @Nullable String missing) {

    /** Returns whether there is nothing to wait for any longer. */
    boolean isOver() {
        return isReached() || failure() != null;
    }

    boolean isReached() {
        if (missing != null || failure() != null) {
            return false;
        }
        boolean onVersion = gate.version() == null || isShare(tabs, total);
        boolean isGone = gate.gone() == null || left == 0;
        return onVersion && isGone && (receipt == null || isThrough(receipt));
    }

    private boolean isThrough(Receipt command) {
        boolean byShare = gate.version() == null && gate.percent() > 0;
        return byShare ? isShare(command.at(Place.RETURNED), command.matched()) : command.state() == Receipt.State.DONE;
    }

    private boolean isShare(int some, int all) {
        return 100L * some >= (long) gate.percent() * all;
    }

    /** Returns why the condition cannot hold any more; null when it still can. */
    private @Nullable String failure() {
        if (receipt == null) {
            return null;
        }
        Ended ended = receipt.ended();
        if (ended != null) {
            return "the command is " + receipt.state().wireName() + ": " + ended.reason();
        }
        return receipt.state() == Receipt.State.DONE && !isThrough(receipt)
                ? "the command is done, and fewer tabs have returned"
                : null;
    }

    /** @param advice what to do; null for nothing */
    byte[] json(@Nullable String advice) {
        JsonWriter json = new JsonWriter(256).beginObject().name("ok").value(isReached());
        String failure = failure();
        if (failure != null || advice != null) {
            json.name("error").value(failure == null ? String.valueOf(advice) : failure);
        }
        json.name("total").value(total);
        if (gate.version() != null) {
            json.name("version")
                    .value(String.valueOf(gate.version()))
                    .name("tabs")
                    .value(tabs);
            json.name("share").value((Object) (total == 0 ? 100.0 : Math.floor(1_000.0 * tabs / total) / 10));
            json.name("percent").value(gate.percent());
        }
        if (gate.gone() != null) {
            json.name("gone").value(String.valueOf(gate.gone())).name("left").value(left);
        }
        if (receipt != null) {
            json.name("command")
                    .value(receipt.command().id())
                    .name("state")
                    .value(receipt.state().wireName());
            json.name("matched").value(receipt.matched());
            json.name("returned").value(receipt.at(Place.RETURNED));
        }
        if (missing != null) {
            json.name("missing").value(String.valueOf(missing));
        }
        return json.endObject().toBytes();
    }
}
