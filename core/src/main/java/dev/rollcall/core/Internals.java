// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.adoption.AdoptionWatch;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.event.RolloutEvents;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;

/**
 * The parts of a {@link Rollcall}, for the modules that serve it and for uses that its facade does not cover. Each part
 * is thread-safe.
 *
 * @param hub the registry of connections
 * @param cluster all nodes that serve the same tabs
 * @param counts how many connections there are on all nodes, by name
 * @param releases the current version and those before it
 * @param commands where commands are given, with the audit list
 * @param history how many connections there were; recorded once a host has started it
 * @param snapshots builds stats
 * @param statsFeed sends stats to subscribers
 * @param statsAccess decides who may subscribe
 * @param journal keeps what must outlive this process, if it was built with a journal
 * @param timer the source of time
 * @param telemetry counts events
 * @param refusals what was turned down, and why
 * @param events tells listeners what happens in a rollout
 * @param adoption how many tabs have moved to the current version, for these listeners
 */
public record Internals(
        Hub hub,
        Cluster cluster,
        Counts counts,
        Releases releases,
        Commands commands,
        History history,
        SnapshotBuilder snapshots,
        StatsFeed statsFeed,
        StatsAccess statsAccess,
        Journal journal,
        Timer timer,
        Telemetry telemetry,
        Refusals refusals,
        RolloutEvents events,
        AdoptionWatch adoption) {}
