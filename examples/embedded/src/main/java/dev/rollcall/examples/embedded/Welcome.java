// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.message.Message;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recipe "lifecycle hooks and welcome message". It runs on a thread of its own, so it may take its time. An exception
 * is logged and has no other effect.
 */
final class Welcome implements ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

    @Override
    public void opened(Connection tab) {
        LOG.info("Tab {} connected on {} at {}", tab.id(), tab.version(), tab.route());
        tab.send(Message.of("welcome", Map.of("serverTime", System.currentTimeMillis())));
    }

    @Override
    public void routeChanged(Connection tab, String from, String to) {
        LOG.info("Tab {} went from {} to {}", tab.id(), from, to);
    }

    @Override
    public void closed(Connection tab, Disconnect why) {
        LOG.info("Tab {} left: {}", tab.id(), why.reason());
    }
}
