// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.hook.Identity;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The one place that hears when a session of the application has ended, whatever keeps sessions, or when what it allows may have
 * changed. Live stats that depend on it are checked again at once. Thread-safe.
 */
public final class SessionEnds {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEnds.class);

    private final ObjectProvider<Rollcall> rollcall;
    private final List<Consumer<@Nullable String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Has heard of no end yet.
     *
     * @param rollcall checks live stats; looked up at each end
     */
    public SessionEnds(ObjectProvider<Rollcall> rollcall) {
        this.rollcall = rollcall;
    }

    /**
     * Has something done at each end, beside what is done for live stats.
     *
     * @param listener receives the session's key, as {@link RequestSessions#key} has returned it, or null when it is not known
     *     which session: any may have ended. Called on the thread that ends it; must not block
     */
    public void whenEnded(Consumer<@Nullable String> listener) {
        listeners.add(listener);
    }

    /**
     * Takes note of an end.
     *
     * @param key the session's; null when it is not known
     */
    public void ended(@Nullable String key) {
        try {
            rollcall.ifAvailable(
                    present -> present.internals().statsAccess().recheck(request -> isOf(request.identity(), key)));
        } catch (BeansException e) { // Containers end all sessions when the application has ended already.
            LOG.debug("A session has ended without anything to check.", e);
        }
        listeners.forEach(listener -> listener.accept(key));
    }

    private static boolean isOf(@Nullable Identity identity, @Nullable String key) {
        return identity != null && identity.session() != null && (key == null || key.equals(identity.session()));
    }
}
