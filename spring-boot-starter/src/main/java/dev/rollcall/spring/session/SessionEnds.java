// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.hook.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The one place that is notified when a session of the application has ended, or when what it allows may have changed, whatever
 * keeps sessions. Live stats that depend on the session are checked again at once. Thread-safe.
 */
public final class SessionEnds {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEnds.class);

    private final ObjectProvider<Rollcall> rollcall;

    /**
     * Creates an instance that has heard of no end yet.
     *
     * @param rollcall checks live stats; looked up at each end
     */
    public SessionEnds(ObjectProvider<Rollcall> rollcall) {
        this.rollcall = rollcall;
    }

    /**
     * Takes note of an end, on the thread that ends the session. Does not block.
     *
     * @param key the session's, as {@link RequestSessions#key} has returned it; null when it is not known which session it was,
     *     so that any may have ended
     */
    public void ended(@Nullable String key) {
        try {
            rollcall.ifAvailable(
                    present -> present.internals().statsAccess().recheck(request -> isOf(request.identity(), key)));
        } catch (BeansException e) { // Containers end all sessions when the application has ended already.
            LOG.debug("A session has ended without anything to check.", e);
        }
    }

    private static boolean isOf(@Nullable Identity identity, @Nullable String key) {
        return identity != null && identity.session() != null && (key == null || key.equals(identity.session()));
    }
}
