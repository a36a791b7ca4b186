// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.core.wave.FormerTabs.Answer;
import dev.rollcall.core.wave.FormerTabs.Question;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a tab that opens a connection while a command is followed: whether it has come back, goes on where it
 * stood, or is meant as well. One tab is counted once, whichever node it was on before. Thread-safe.
 */
public final class Arrivals {

    /*
     * Design: the node that counted a tab knows how far the tab had come, so it is asked; a tab that has come back with
     * another page stays counted there, and one that has only reconnected is counted where it is now. A node that has
     * ended cannot be asked: how many of its tabs were on their way is known from its last report, and each one that
     * arrives is deducted.
     */

    private static final String TOPIC = "former-tabs";

    private final Waves waves;
    private final VersionOrder order;
    private final Cluster cluster;
    private final Timer timer;
    private final FormerTabs elsewhere;
    private final BiFunction<String, NodeId, Boolean> isMissed;

    /**
     * Finds places for the tabs of a node.
     *
     * @param isMissed whether a node that has ended or is leaving had tabs that a command is not through with and that
     *     have not opened elsewhere
     */
    public Arrivals(
            Waves waves,
            VersionOrder order,
            Cluster cluster,
            Timer timer,
            BiFunction<String, NodeId, Boolean> isMissed) {
        this.waves = waves;
        this.order = order;
        this.cluster = cluster;
        this.timer = timer;
        this.isMissed = isMissed;
        this.elsewhere = new FormerTabs(timer, (node, questions) -> cluster.ask(node, TOPIC, questions));
        cluster.answer(TOPIC, body -> CompletableFuture.completedStage(FormerTabs.answer(body, this::answer)));
    }

    /** A tab has opened a connection on this node. */
    public void opened(Connection tab, Comeback comeback) {
        if (waves.all().isEmpty() || tab.isObserver()) {
            return;
        }
        NodeId owner = comeback.owner();
        if (owner == null || comeback.former() == null || owner.equals(cluster.self())) {
            waves.all().forEach(wave -> placeOwn(wave, tab, comeback));
        } else if (isUp(owner)) {
            ask(owner, tab, comeback);
        } else {
            waves.all().forEach(wave -> place(wave, tab, comeback, owner));
        }
        waves.changed();
    }

    /** A tab continues a connection that it has, as a polling tab does, perhaps with a page that was loaded since. */
    public void renewed(Connection tab, Comeback comeback) {
        for (Wave wave : waves.all()) {
            if (comeback.isFresh(wave.command().id(), wave.elapsed(timer.ticks()))) {
                wave.isBack(tab, step -> isBack(wave, step, tab.version(), comeback), order.isOutdated(tab.version()));
            }
        }
    }

    private boolean isUp(NodeId node) {
        for (NodeCard card : cluster.nodes()) {
            if (card.node().equals(node)) {
                return card.state() == NodeCard.State.UP;
            }
        }
        return false;
    }

    private void placeOwn(Wave wave, Connection tab, Comeback comeback) {
        Step step = comeback.former() == null ? null : wave.take(comeback.former());
        if (step == null) {
            place(wave, tab, comeback, null);
        } else if (isBack(wave, step, tab.version(), comeback)) {
            wave.returned(tab.version(), order.isOutdated(tab.version()));
        } else {
            wave.resume(tab, step, timer.ticks());
        }
    }

    /** A tab that has not been notified yet, and has loaded another page of an old build, still waits for its moment. */
    private boolean isBack(Wave wave, Step step, String version, Comeback comeback) {
        return comeback.isFresh(wave.command().id(), wave.elapsed(timer.ticks()))
                && !(step.isWaiting() && order.isOutdated(version));
    }

    /**
     * Finds a place for a tab when nobody knows how far it had come.
     *
     * @param ended the node that it was on, if that has ended
     */
    private void place(Wave wave, Connection tab, Comeback comeback, @Nullable NodeId ended) {
        String id = wave.command().id();
        boolean outdated = order.isOutdated(tab.version());
        boolean missed = ended != null && isMissed.apply(id, ended);
        if (comeback.isFresh(id, wave.elapsed(timer.ticks()))) {
            boolean claims = id.equals(comeback.command());
            if (claims && (missed || wave.takeGone())) {
                wave.returned(tab.version(), outdated);
                adopt(wave, missed, ended);
            }
        } else if (comeback.ageMillis() != Comeback.UNKNOWN || outdated) {
            if (wave.joins(tab, timer.ticks())) {
                adopt(wave, missed, ended);
            } else if (missed && !wave.isAborted()) {
                wave.resume(tab, Step.SENT, timer.ticks()); // it will say again how far it is
                adopt(wave, true, ended);
            }
        }
    }

    private static void adopt(Wave wave, boolean missed, @Nullable NodeId ended) {
        if (missed && ended != null) {
            wave.adopt(ended);
        }
    }

    private void ask(NodeId owner, Connection tab, Comeback comeback) {
        long asked = timer.ticks();
        CompletionStage<Map<String, Answer>> answer = elsewhere.ask(owner, new Question(comeback, tab.version()));
        answer.whenComplete((known, failure) -> {
            Comeback now = comeback.after(timer.ticks() - asked);
            for (Wave wave : waves.all()) {
                Answer found = known == null ? null : known.get(wave.command().id());
                if (failure != null) {
                    place(wave, tab, now, owner);
                } else if (found == null) {
                    place(wave, tab, now, null);
                } else if (found.step() != Step.NONE) {
                    wave.resume(tab, found.step(), timer.ticks());
                }
            }
            waves.changed();
        });
    }

    /**
     * Tells another node how far a tab that was here had come, by command; it is counted there from now on, unless it
     * is back.
     */
    private Map<String, Answer> answer(Question question) {
        Map<String, Answer> known = new HashMap<>();
        String former = question.comeback().former();
        for (Wave wave : waves.all()) {
            Step step = former == null ? null : wave.take(former);
            if (step == null) {
                continue;
            }
            boolean back = isBack(wave, step, question.version(), question.comeback());
            if (back) {
                wave.returned(question.version(), order.isOutdated(question.version()));
            }
            known.put(wave.command().id(), new Answer(back ? Step.NONE : step));
        }
        return known;
    }
}
