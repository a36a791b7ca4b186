// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;

/** The backplane that other tests use meets the contract. */
class MemoryNetworkTest extends BackplaneContract {

    private final ManualTimer timer = ManualTimer.still();
    private final MemoryNetwork network = new MemoryNetwork(timer);

    @Override
    protected Backplane connect() {
        return network.join();
    }

    @Override
    protected void passTime() {
        timer.advance(Duration.ofMillis(100));
    }
}
