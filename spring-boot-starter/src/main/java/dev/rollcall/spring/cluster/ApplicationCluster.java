// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.SharedJournal;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster that an application is in, or none. Thread-safe. */
public final class ApplicationCluster {

    private final AtomicReference<@Nullable Refusals> refusals = new AtomicReference<>();
    private @Nullable Backplane backplane;
    private @Nullable Supplier<Journal> journal;
    private String where = "none";
    private @Nullable String nodeName;
    private boolean required;

    ApplicationCluster() {}

    /**
     * Shares something.
     *
     * @param description where, in words for the log; without passwords
     */
    void join(Backplane shared, String description) {
        backplane = shared;
        where = description;
    }

    /**
     * Makes all instances keep a journal together.
     *
     * @param opens opens it
     */
    void keep(Supplier<Journal> opens) {
        journal = opens;
    }

    void name(@Nullable String node) {
        nodeName = node;
    }

    void require(boolean isRequired) {
        required = isRequired;
    }

    /** Something was not signed with the key of the cluster. */
    void forged() {
        Refusals counted = refusals.get();
        if (counted != null) {
            counted.note(Refusal.CLUSTER_KEY, null);
        }
    }

    /** Returns whether this instance shares anything. */
    public boolean isJoined() {
        return backplane != null;
    }

    /** Returns whether the instances keep a journal together. */
    public boolean keepsJournal() {
        return journal != null;
    }

    /** Returns a journal that is shared with the other instances, if they keep one; otherwise the one given. */
    public Journal share(Journal own, Timer timer) {
        Supplier<Journal> opens = journal;
        return opens == null ? own : new SharedJournal(own, opens.get(), timer);
    }

    /** Sets what is shared, if anything is. */
    public void addTo(RollcallBuilder builder) {
        Backplane shared = backplane;
        if (shared != null) {
            builder.backplane(shared, NodeJson.INSTANCE);
        }
    }

    /** Sets what people call this instance, and whether it is ready without the others. */
    public void addTo(ProtocolOptionsBuilder options) {
        String given = nodeName;
        options.nodeName(given == null ? processName() : given).clusterRequired(required);
    }

    /** Makes this rollcall count what is dropped. */
    public void countWith(Rollcall rollcall) {
        refusals.set(rollcall.internals().refusals());
    }

    /** In Kubernetes the name of the machine is that of the pod. */
    private static String processName() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + pid;
        } catch (UnknownHostException e) {
            return "node-" + pid;
        }
    }

    /** Returns where the others are, in words. */
    @Override
    public String toString() {
        return where;
    }
}
