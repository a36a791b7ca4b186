// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static dev.rollcall.protocol.http.Requests.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.AddressLimits.Settings;
import dev.rollcall.protocol.http.guard.AddressLimits.Slot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {

    private static final int PLENTY = 1_000_000;
    private static final InetAddress HOME = address("203.0.113.7");

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    private AddressLimits limits(int perAddress, int perSecondPerAddress, int perSecond) {
        Settings settings = new Settings(perAddress, perSecondPerAddress, perSecond, TrustedProxies.privateRanges());
        return new AddressLimits(settings, clock, new Random(1));
    }

    @Test
    @DisplayName("S5: so many connections per address, and room again when one is released")
    void perAddress() {
        AddressLimits limits = limits(2, PLENTY, PLENTY);
        Slot first = Objects.requireNonNull(limits.acquire(HOME));
        assertThat(limits.acquire(HOME)).isNotNull();
        assertThat(limits.acquire(HOME)).isNull();
        assertThat(limits.acquire(address("203.0.113.8"))).isNotNull();
        assertThat(limits.held(HOME)).isEqualTo(2);
        first.release();
        first.release();
        assertThat(limits.held(HOME)).isEqualTo(1);
        assertThat(limits.acquire(HOME)).isNotNull();
        assertThat(limits.acquire(HOME)).isNull();
    }

    @Test
    @DisplayName("S5: an IPv6 address counts as its /64")
    void subnets() {
        AddressLimits limits = limits(1, PLENTY, PLENTY);
        assertThat(limits.acquire(address("2001:db8:1:2::1"))).isNotNull();
        assertThat(limits.acquire(address("2001:db8:1:2:ffff::9"))).isNull();
        assertThat(limits.acquire(address("2001:db8:1:3::1"))).isNotNull();
    }

    @Test
    @DisplayName("S5: loopback and private ranges have no limit of their own")
    void exempt() {
        AddressLimits limits = limits(1, 1, 100);
        InetAddress local = address("127.0.0.1");
        for (int i = 0; i < 50; i++) {
            Objects.requireNonNull(limits.acquire(local)).release();
            assertThat(limits.acquire(address("10.0.0.1"))).isNotNull();
        }
        assertThat(limits.held(local)).isZero();
        assertThat(limits.acquire(local)).as("the rate of all applies").isNull();
    }

    @Test
    @DisplayName("S5: connect rate per address; a refusal keeps no room")
    void ratePerAddress() {
        AddressLimits limits = limits(100, 2, PLENTY);
        assertThat(limits.acquire(HOME)).isNotNull();
        assertThat(limits.acquire(HOME)).isNotNull();
        assertThat(limits.acquire(HOME)).isNull();
        assertThat(limits.held(HOME)).isEqualTo(2);
        clock.pass(Duration.ofMillis(500));
        assertThat(limits.acquire(HOME)).isNotNull();
        assertThat(limits.acquire(HOME)).isNull();
    }

    @Test
    @DisplayName("S5: connect rate in all; one address over its own limit does not use it up")
    void rateInAll() {
        AddressLimits limits = limits(1, PLENTY, 3);
        assertThat(limits.acquire(HOME)).isNotNull();
        for (int i = 0; i < 10; i++) {
            assertThat(limits.acquire(HOME)).isNull();
        }
        assertThat(limits.acquire(address("203.0.113.8"))).isNotNull();
        assertThat(limits.acquire(address("203.0.113.9"))).isNotNull();
        assertThat(limits.acquire(address("203.0.113.10"))).isNull();
        assertThat(limits.held(address("203.0.113.10"))).isZero();
    }

    @Test
    void zeroIsNoLimit() {
        AddressLimits limits = limits(0, 0, 0);
        for (int i = 0; i < 5_000; i++) {
            assertThat(limits.acquire(HOME)).isNotNull();
        }
    }

    @Test
    @DisplayName("S5: Retry-After is jittered")
    void retryAfter() {
        AddressLimits limits = limits(1, 1, 1);
        Set<Integer> waits = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            waits.add(limits.retryAfterSeconds());
        }
        assertThat(waits).containsExactlyInAnyOrder(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    @DisplayName("S5: memory stays bounded whatever addresses come")
    void bounded() {
        AddressLimits limits = limits(1, 1, PLENTY);
        for (int i = 0; i < 100_000; i++) {
            InetAddress address = address("100." + (i >> 16) + "." + ((i >> 8) & 0xff) + "." + (i & 0xff));
            Objects.requireNonNull(limits.acquire(address)).release();
        }
        assertThat(limits.remembered()).isBetween(AddressLimits.REMEMBERED, 2 * AddressLimits.REMEMBERED);
    }

    @Test
    @DisplayName("S5: the count is exact under contention")
    void contention() throws Exception {
        AddressLimits limits = limits(10, PLENTY, PLENTY);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                results.add(threads.submit(() -> churn(limits, start)));
            }
            start.countDown();
            int kept = 0;
            for (Future<Integer> result : results) {
                kept += result.get();
            }
            assertThat(kept).isEqualTo(8);
            assertThat(limits.held(HOME)).isEqualTo(8);
        } finally {
            threads.shutdownNow();
        }
    }

    // Each of four threads holds at most two at a time: never over ten, so nothing may be refused.
    private static int churn(AddressLimits limits, CountDownLatch start) throws InterruptedException {
        start.await();
        for (int i = 0; i < 5_000; i++) {
            Slot one = Objects.requireNonNull(limits.acquire(HOME));
            Slot two = Objects.requireNonNull(limits.acquire(HOME));
            one.release();
            two.release();
        }
        Objects.requireNonNull(limits.acquire(HOME));
        Objects.requireNonNull(limits.acquire(HOME));
        return 2;
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> limits(-1, 1, 1)).hasMessage("perAddress: -1 (expected: 0 or more)");
        assertThatThrownBy(() -> limits(1, -1, 1)).hasMessage("perSecondPerAddress: -1 (expected: 0 or more)");
        assertThatThrownBy(() -> limits(1, 1, -1)).hasMessage("perSecond: -1 (expected: 0 or more)");
    }
}
