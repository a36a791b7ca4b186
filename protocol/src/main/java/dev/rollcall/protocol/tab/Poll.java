// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.tab.input.ConnectionProof;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import org.jspecify.annotations.Nullable;

/**
 * One request of a polling tab.
 *
 * @param tabs all tabs
 * @param admission what the tab is if it needs a new lease
 * @param query what the tab has said
 */
record Poll(Tabs tabs, Admission admission, Query query) {

    /** Returns what the tab presents; null when it is new. */
    @Nullable
    String presented() {
        return query.first("resume");
    }

    /**
     * Renews the tab's lease and answers with what waits; null when it has none, or runs another build than the one
     * that the lease was opened for. A tab that does not name its build keeps the one it had: neither a release nor a
     * cookie changed by another tab makes it a new one.
     */
    @Nullable
    Response renew() {
        String presented = presented();
        return presented == null ? null : renew(presented);
    }

    private @Nullable Response renew(String presented) {
        Connection lease = tabs.former(presented);
        if (lease == null || !(lease.outbound() instanceof PollingTab tab) || isOther(lease)) {
            return null;
        }
        if (query.first("route") != null) {
            tab.routeUpdate(admission.route());
        }
        tabs.renewed(query, lease);
        // A tab that presents anything but this lease has never read an answer of it.
        boolean own = tabs.find(presented) == lease;
        return Responses.json(200, tab.poll(own ? ConnectionProof.answer(presented) : 0));
    }

    private boolean isOther(Connection lease) {
        boolean namesBuild = query.first("version") != null;
        return lease.isObserver()
                ? namesBuild && !admission.observer()
                : admission.observer() || (namesBuild && !lease.version().equals(admission.version()));
    }
}
