// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import org.jspecify.annotations.Nullable;

/** A polling tab that has a place, while its host checks whether it is still there. Used by one thread. */
final class LeaseOpening implements Verdict.Answering {

    private final Tabs tabs;
    private final Poll poll;
    private final Runnable place;
    private final Drain drain;
    private @Nullable PollingTab opened;

    LeaseOpening(Tabs tabs, Poll poll, Runnable place, Drain drain) {
        this.tabs = tabs;
        this.poll = poll;
        this.place = place;
        this.drain = drain;
    }

    /** Several requests that present the same get one lease: the first of them opens it. */
    @Override
    public Response answer() {
        String presented = poll.presented();
        if (presented == null) {
            return open(null);
        }
        synchronized (tabs.successors().lock(presented)) {
            Response renewed = poll.renew();
            if (renewed != null) {
                place.run();
                return renewed;
            }
            return open(presented);
        }
    }

    private Response open(@Nullable String presented) {
        Connection former = presented == null ? null : tabs.former(presented);
        if (former != null) {
            tabs.replace(former);
        }
        PollingTab tab = tabs.openLease(poll.admission(), place);
        opened = tab;
        if (presented != null) {
            tabs.successors().put(presented, tab.id());
        }
        tabs.opened(poll.query(), tab.connection());
        drain.sendAwayIfLeaving(tab);
        return Responses.json(200, tab.poll(0));
    }

    @Override
    public void abandon() {
        if (opened == null) {
            place.run();
        } else {
            opened.close(Disconnect.CLIENT_LEFT);
        }
    }
}
