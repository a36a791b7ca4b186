// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import dev.rollcall.core.text.Version;

/** The result of asking once which build is deployed. Immutable. */
public sealed interface Answer {

    /**
     * A server named its build.
     *
     * @param version the build id
     */
    record Named(String version) implements Answer {

        /** Checks the version. */
        public Named {
            Version.require(version);
        }
    }

    /**
     * A cache answered in place of a server, so this says nothing about the fleet.
     *
     * @param why how this is known, for people; without the address
     */
    record Cached(String why) implements Answer {}

    /**
     * Nobody named a build.
     *
     * @param why what went wrong and what was expected, for people; without the address
     */
    record Failed(String why) implements Answer {}
}
