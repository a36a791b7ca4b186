// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.rollout.Actor;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.Rollouts;
import dev.rollcall.core.stats.ConnectionInfo;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.IpTracking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected, and a word to them. Build one, give it to a host (Netty, say), and ask it anything from any thread:
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

    private final RollcallParts parts;

    Rollcall(RollcallParts parts) {
        this.parts = parts;
    }

    /** Settings, all with a default. */
    public static RollcallBuilder builder() {
        return new RollcallBuilder();
    }

    /** The version in force: what a tab that names no version is taken to run, and what a forced reload leads to. */
    public String currentVersion() {
        return parts.rollouts().currentVersion();
    }

    /** What is kept of a tab's address, for hosts. */
    public IpTracking ipTracking() {
        return parts.ipTracking();
    }

    /** Who is connected now. Costs as much as what it shows, however many connections there are. */
    public Stats stats() {
        return parts.reader().read();
    }

    /** All connections that match, in order of arrival, as they are now. Looks at every connection. */
    public List<ConnectionInfo> connections(Target target) {
        Listing page = parts.hub().list(target.test(currentVersion()), Integer.MAX_VALUE, null);
        return page.connections().stream().map(ConnectionInfo::of).toList();
    }

    /**
     * Sends a message to all connections that match, encoded once for all.
     *
     * @return how many matched
     */
    public int send(Target target, Message message) {
        return parts.hub().send(target.test(currentVersion()), message);
    }

    /**
     * Makes all tabs that match reload, whatever version they are on.
     *
     * @return how many matched
     */
    public int invalidate(Target target) {
        return rollouts().reload(target, Actor.APPLICATION).matched();
    }

    /**
     * Puts a version in force and tells every tab that runs another one, once. Those that connect later are greeted with
     * it. Does nothing when it is in force already.
     *
     * @param version 1 to 128 printable characters
     * @return how many tabs were told
     */
    public int announce(String version) {
        Release release = rollouts().announce(version, false, Actor.APPLICATION);
        return release == null ? 0 : release.told();
    }

    /** Versions and commands, with who gave them: all there is to know about what tabs were told. */
    public Rollouts rollouts() {
        return parts.rollouts();
    }

    /** How many connections there were, for the last 24 hours; kept from when a host has started it. */
    public History history() {
        return parts.history();
    }

    /** The connection with a public id; null when there is none (any more). */
    public @Nullable Connection connection(String id) {
        return parts.hub().find(id);
    }

    /** The registry, for hosts and for what this class does not offer. */
    public Hub hub() {
        return parts.hub();
    }

    /** Who may see stats, for hosts. */
    public StatsAccess statsAccess() {
        return parts.access();
    }

    /** Hands stats out, for hosts. */
    public StatsFeed statsFeed() {
        return parts.feed();
    }

    /** Builds snapshots, for hosts. */
    public SnapshotBuilder statsReader() {
        return parts.reader();
    }

    /** The clock. */
    public Timer timer() {
        return parts.timer();
    }

    /** Who counts what happens. */
    public Telemetry telemetry() {
        return parts.telemetry();
    }

    /** Lets go of all threads. Close the hosts first: tabs are not told. */
    @Override
    public void close() {
        parts.close();
    }
}
