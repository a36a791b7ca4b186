// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.deployment.Deployment;
import dev.rollcall.core.deployment.DeploymentRules;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The deployment check as configured: watches the deployment, says how far it is, and judges announcements by it.
 * Without a {@code check-url} it asks nobody and objects to no announcement. Thread-safe.
 */
public final class DeploymentCheck implements AutoCloseable {

    private static final String REPORT = "deployment";

    /** A round of failures shows that the address is down; a single failure does not. */
    private static final int FEWEST_FAILURES = 3;

    private static final byte[] NOTHING = {};

    private final Internals core;
    private final @Nullable Deployment deployment;
    private final @Nullable DeploymentWatch watch;
    private final String address;
    private final ReleaseEvidence evidence;

    /** Makes the check that the options describe, and begins to ask if they name an address. */
    public DeploymentCheck(Internals core, ProtocolOptions options) {
        this.core = core;
        URI url = options.find(DeploymentSettings.CHECK_URL);
        if (url == null) {
            deployment = null;
            watch = null;
            address = "";
        } else {
            int connections = options.value(DeploymentSettings.CHECK_CONNECTIONS);
            Deployment made = deployment(core, options, connections);
            DeploymentProbe probe = new DeploymentProbe(
                    url,
                    options.value(DeploymentSettings.CHECK_READS),
                    options.value(DeploymentSettings.CHECK_CACHED),
                    core.timer(),
                    DeploymentProbe.LIMIT);
            address = probe.shown();
            deployment = made;
            watch = new DeploymentWatch(
                    made,
                    probe,
                    core.timer(),
                    options.value(DeploymentSettings.CHECK_INTERVAL),
                    connections,
                    options.checkThread());
            watch.start();
        }
        evidence = new ReleaseEvidence(core, deployment);
        core.cluster().answer(REPORT, question -> CompletableFuture.completedStage(ownReport()));
    }

    private static Deployment deployment(Internals core, ProtocolOptions options, int connections) {
        DeploymentRules rules = new DeploymentRules(
                options.value(DeploymentSettings.CHECK_ANSWERS),
                Math.max(FEWEST_FAILURES, connections),
                options.value(DeploymentSettings.CHECK_SPLIT_AFTER));
        return new Deployment(
                core.releases(),
                core.commands(),
                core.cluster(),
                core.timer(),
                core.telemetry(),
                core.events(),
                rules,
                options.value(DeploymentSettings.CHECK_ANNOUNCES));
    }

    /** Returns what judges announcements by what is known. */
    public ReleaseEvidence evidence() {
        return evidence;
    }

    /** Returns how far the deployment is, in JSON, according to the node whose turn it is to ask. Never fails. */
    public CompletionStage<byte[]> report() {
        if (deployment == null || deployment.isOurs()) {
            return CompletableFuture.completedStage(ownReport());
        }
        NodeCard watcher = deployment.watcher();
        return core.cluster().ask(watcher.node(), REPORT, NOTHING).exceptionally(failure -> silent(watcher));
    }

    private byte[] ownReport() {
        return DeploymentJson.report(
                deployment == null ? null : deployment.state(),
                address,
                core.releases().currentVersion(),
                core.cluster().nodes());
    }

    private byte[] silent(NodeCard watcher) {
        return DeploymentJson.silent(
                watcher.name(),
                address,
                core.releases().currentVersion(),
                core.cluster().nodes());
    }

    /** Stops asking. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
