// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.stats.Stats;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Knows who is connected and sends them messages. Build one, give it to a host (Netty, say), and ask it anything from any
 * thread:
 *
 * <pre>{@code
 * Rollcall rollcall = Rollcall.builder().currentVersion("2026-11-21.3").build();
 * rollcall.stats().total();
 * rollcall.invalidate(Target.route("/checkout"));
 * }</pre>
 *
 * Thread-safe.
 */
public final class Rollcall implements AutoCloseable {

    private final Internals parts;
    private final List<Runnable> closers;

    Rollcall(Internals parts, List<Runnable> closers) {
        this.parts = parts;
        this.closers = closers;
    }

    /** Returns a builder; every setting has a default. */
    public static RollcallBuilder builder() {
        return new RollcallBuilder();
    }

    /**
     * Returns the current version: what a tab that names no version is taken to run, and what a forced reload leads to.
     */
    public String currentVersion() {
        return parts.releases().currentVersion();
    }

    /**
     * Returns whether a version is outdated: it is neither the current one, nor first seen after the current one was
     * announced. A version that was never seen here is compared with the current one.
     *
     * @param version a build id, of a tab or of a request
     */
    public boolean isOutdated(String version) {
        return parts.releases().order().isOutdated(version);
    }

    /**
     * Returns the counts of who is connected now, on all nodes. The cost grows with what is shown and with the number
     * of distinct versions and routes, not with the number of connections. With a backplane it waits up to a second for
     * the other nodes; {@code internals().snapshots().readAll()} does not.
     */
    public Stats stats() {
        return waitFor(parts.snapshots().readAll());
    }

    /** Returns all connections that match, in order of arrival, as they are now. Looks at every connection. */
    public List<ConnectionInfo> connections(Target target) {
        Listing listing = parts.hub().list(target.compile(parts.releases().order()), Integer.MAX_VALUE, null);
        return listing.connections().stream().map(ConnectionInfo::of).toList();
    }

    /** Returns the connection with a public id; null when it is not open on this node. */
    public @Nullable Connection connection(String id) {
        return parts.hub().find(id);
    }

    /**
     * Gives a command to all nodes. However it arrives, it is checked the same way and added to the audit list. With a
     * backplane this waits up to a second for the other nodes; {@code internals().commands().give(order, by)} does not.
     *
     * @param order what is asked for
     * @param by the caller, for the audit list
     * @return what became of it
     * @throws IllegalArgumentException when the order does not fit, naming what
     * @throws dev.rollcall.core.journal.JournalException when it could not be kept: then nobody was told anything
     * @throws dev.rollcall.core.command.ConfirmationException when it needs to be confirmed: nothing was done
     */
    public Outcome give(Order order, Actor by) {
        return waitFor(parts.commands().give(order, by));
    }

    /**
     * Returns what {@link #give} would do, and does nothing.
     *
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public Outcome dryRun(Order order, Actor by) {
        return waitFor(parts.commands().dryRun(order, by));
    }

    /**
     * Gives a command in the name of the application. What can be asked for over HTTP is an {@link Order} too:
     *
     * <pre>{@code
     * rollcall.give(Order.release("build-2", true).at(Pace.over(Duration.ofMinutes(10))).until(StopRule.lost(5)));
     * rollcall.give(Order.reload(Target.route("/checkout")).within(Duration.ofMinutes(1)));
     * }</pre>
     *
     * An application need not confirm its orders. Where it has {@linkplain Order#confirmed given a number}, that is checked.
     * Waits as {@link #give(Order, Actor)} does.
     *
     * @return what became of it; a command that makes tabs reload has a {@link #receipt} too
     * @throws IllegalArgumentException when the order does not fit, naming what
     * @throws JournalException when it could not be kept: then nobody was told anything
     * @throws dev.rollcall.core.command.ConfirmationException when that number is wrong: nothing was done
     */
    public Outcome give(Order order) {
        return give(order, Actor.APPLICATION);
    }

    /**
     * Returns what {@link #give(Order)} would do, and does nothing: how many tabs the order means.
     *
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public Outcome dryRun(Order order) {
        return dryRun(order, Actor.APPLICATION);
    }

    /**
     * Returns how far the tabs of a command that makes them reload have come.
     *
     * @param command the {@linkplain dev.rollcall.core.command.Command#id id} of the command, as its outcome has it
     * @return null when there is no such command, when it does not make tabs reload, or when it was given more than seven days
     *     ago
     */
    public @Nullable Receipt receipt(String command) {
        return parts.commands().receipts().find(command);
    }

    /** Returns the same for all commands of the last seven days that make tabs reload, the latest first. */
    public List<Receipt> receipts() {
        return parts.commands().receipts().list();
    }

    /**
     * Ends a command that is under way: tabs whose moment has not come are let off. Does nothing once it has ended.
     *
     * @param command the id of the command
     * @param reason why, in words for people, 1 to 200 printable characters
     * @throws IllegalArgumentException when either is invalid
     */
    public Outcome abort(String command, String reason) {
        return give(Order.abort(command, reason));
    }

    /** Sends a message to all connections that match, encoded once for all. */
    public Outcome send(Target target, Message message) {
        return give(Order.send(target, message));
    }

    /** Makes all tabs that match reload, whatever version they are on. */
    public Outcome invalidate(Target target) {
        return give(Order.reload(target));
    }

    /**
     * Makes a version current and notifies every tab, once. Tabs that connect later are greeted with it.
     * Does nothing when it is current already. {@code give(Order.release(version, true))} also makes outdated tabs
     * reload.
     *
     * @param version 1 to 128 printable characters
     * @throws IllegalArgumentException when the version is invalid
     */
    public Outcome announce(String version) {
        return give(Order.release(version, false));
    }

    /** Needs no timeout: every stage ends by itself. */
    private static <T> T waitFor(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            JournalException known = JournalException.in(e);
            if (known == null && e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw known == null ? e : known;
        }
    }

    /** Returns the parts, for the modules that serve this hub and for uses that this class does not cover. */
    public Internals internals() {
        return parts;
    }

    /** Ends all threads. Close the hosts first: tabs are not notified. */
    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
