// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.net.URI;
import java.util.List;

/**
 * Sends what happens in a rollout to the addresses that the options name, and to no others. With several nodes only one
 * sends. Thread-safe; never blocks.
 */
public final class Webhooks implements AutoCloseable {

    private final Cluster cluster;
    private final List<WebhookQueue> queues;

    /**
     * Listens from now on, if the options name an address.
     *
     * @throws IllegalArgumentException when there is no key, or an address over http that is not private
     */
    public Webhooks(Internals core, ProtocolOptions options) {
        cluster = core.cluster();
        List<URI> addresses = options.find(WebhookSettings.WEBHOOK_URLS);
        if (addresses == null || addresses.isEmpty()) {
            queues = List.of();
            return;
        }
        WebhookSignature signature = new WebhookSignature(key(options, addresses));
        WebhookPost post = new WebhookPost(core.timer());
        queues = addresses.stream()
                .map(address -> new WebhookQueue(address, signature, post, core.timer(), core.telemetry()))
                .toList();
        core.adoption().doneAt(options.value(WebhookSettings.WEBHOOK_DONE_PERCENT));
        core.events().listen(this::happened);
    }

    private static String key(ProtocolOptions options, List<URI> addresses) {
        String key = options.find(WebhookSettings.WEBHOOK_KEY);
        if (key == null) {
            throw new IllegalArgumentException(WebhookSettings.NO_KEY);
        }
        if (!options.value(WebhookSettings.WEBHOOK_INSECURE)
                && addresses.stream().anyMatch(WebhookAddress::isOpen)) {
            throw new IllegalArgumentException(WebhookSettings.OPEN);
        }
        return key;
    }

    private void happened(RolloutEvent event) {
        if (cluster.isFirst()) {
            queues.forEach(queue -> queue.add(event));
        }
    }

    /** Stops sending; waiting events are lost. */
    @Override
    public void close() {
        queues.forEach(WebhookQueue::close);
    }
}
