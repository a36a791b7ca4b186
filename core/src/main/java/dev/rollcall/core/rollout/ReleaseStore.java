// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import java.util.function.Supplier;

/** Where releases and the order of versions are kept beyond the end of this process. Thread-safe. */
public interface ReleaseStore {

    /** Keeps nothing: the default. */
    ReleaseStore NONE = new ReleaseStore() {
        @Override
        public ReleaseMemory load() {
            return ReleaseMemory.NOTHING;
        }

        @Override
        public void changed(Supplier<ReleaseMemory> memory, boolean urgent) {}
    };

    /** Returns what was kept; {@link ReleaseMemory#NOTHING} when there is nothing. Called once, at the start. */
    ReleaseMemory load();

    /**
     * Says that there is something to keep. Called on any thread, event loops included: it must return at once and must not
     * throw.
     *
     * @param memory returns what is to be kept, as it is when it is asked for; cheap enough for once a second
     * @param urgent whether the current version has changed, which must not be lost; otherwise a new name was seen
     */
    void changed(Supplier<ReleaseMemory> memory, boolean urgent);
}
