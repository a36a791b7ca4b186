// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.server.demo.Visitors;

/** What concerns the demo only, and is set on its command line only. */
public final class DemoSettings {

    /** The heading with its settings. */
    public static final Shelf DEMO = new Shelf("Demo");

    /** How many visitors there are unless that is set. */
    public static final int DEFAULT_VISITORS = 60;

    /** How many simulated visitors there are. */
    public static final Setting<Integer> VISITORS = DEMO.of(
            "visitors",
            Types.whole(0, Visitors.MOST, "visitors"),
            String.valueOf(DEFAULT_VISITORS),
            "How many simulated visitors come to the shop. They are held in memory and take no sockets. Set only "
                    + "on the command line.");

    private DemoSettings() {}
}
