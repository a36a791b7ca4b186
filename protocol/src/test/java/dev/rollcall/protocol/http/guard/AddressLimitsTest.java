// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static dev.rollcall.protocol.http.Requests.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.http.address.Client;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.AddressLimits.Settings;
import dev.rollcall.protocol.http.guard.AddressLimits.Slot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressLimitsTest {

    private static final int PLENTY = 1_000_000;
    private static final InetAddress HOME = address("203.0.113.7");

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    private AddressLimits limits(int perAddress, int perSecondPerAddress, int perSecond) {
        Settings settings = new Settings(perAddress, perSecondPerAddress, perSecond, TrustedProxies.privateRanges());
        return new AddressLimits(settings, clock, new Random(1));
    }

    private static Slot acquire(AddressLimits limits, InetAddress address) {
        return limits.acquire(new Client(address, Client.How.SOCKET));
    }

    @ParameterizedTest
    @EnumSource(value = Client.How.class, mode = EnumSource.Mode.EXCLUDE, names = "SOCKET")
    @DisplayName("S5: a private address is exempt only as the socket's own: never because somebody claims it")
    void claimed(Client.How how) {
        AddressLimits limits = limits(1, PLENTY, PLENTY);
        Client claimed = new Client(address("127.0.0.1"), how);
        assertThat(limits.acquire(claimed).refusal()).isNull();
        assertThat(limits.acquire(claimed).refusal()).isEqualTo(Refusal.ADDRESS_FULL);
    }

    @Test
    @DisplayName("S5: a limited number of connections per address, and room again when one is released")
    void perAddress() {
        AddressLimits limits = limits(2, PLENTY, PLENTY);
        Slot first = acquire(limits, HOME);
        assertThat(acquire(limits, HOME).refusal()).isNull();
        assertThat(acquire(limits, HOME).refusal()).isNotNull();
        assertThat(acquire(limits, address("203.0.113.8")).refusal()).isNull();
        assertThat(limits.held(HOME)).isEqualTo(2);
        first.release();
        first.release();
        assertThat(limits.held(HOME)).isEqualTo(1);
        assertThat(acquire(limits, HOME).refusal()).isNull();
        assertThat(acquire(limits, HOME).refusal()).isNotNull();
    }

    @Test
    @DisplayName("S5: an IPv6 address counts as its /64")
    void subnets() {
        AddressLimits limits = limits(1, PLENTY, PLENTY);
        assertThat(acquire(limits, address("2001:db8:1:2::1")).refusal()).isNull();
        assertThat(acquire(limits, address("2001:db8:1:2:ffff::9")).refusal()).isNotNull();
        assertThat(acquire(limits, address("2001:db8:1:3::1")).refusal()).isNull();
    }

    @Test
    @DisplayName("S5: loopback and private ranges have no limit of their own")
    void exempt() {
        AddressLimits limits = limits(1, 1, 100);
        InetAddress local = address("127.0.0.1");
        for (int i = 0; i < 50; i++) {
            acquire(limits, local).release();
            assertThat(acquire(limits, address("10.0.0.1")).refusal()).isNull();
        }
        assertThat(limits.held(local)).isZero();
        assertThat(acquire(limits, local).refusal())
                .as("the rate of all applies")
                .isNotNull();
    }

    @Test
    @DisplayName("S5: connect rate per address; a refusal keeps no room")
    void ratePerAddress() {
        AddressLimits limits = limits(100, 2, PLENTY);
        assertThat(acquire(limits, HOME).refusal()).isNull();
        assertThat(acquire(limits, HOME).refusal()).isNull();
        assertThat(acquire(limits, HOME).refusal()).isNotNull();
        assertThat(limits.held(HOME)).isEqualTo(2);
        clock.pass(Duration.ofMillis(500));
        assertThat(acquire(limits, HOME).refusal()).isNull();
        assertThat(acquire(limits, HOME).refusal()).isNotNull();
    }

    @Test
    @DisplayName("S5: connect rate in all; one address over its own limit does not use it up")
    void rateInAll() {
        AddressLimits limits = limits(1, PLENTY, 3);
        assertThat(acquire(limits, HOME).refusal()).isNull();
        for (int i = 0; i < 10; i++) {
            assertThat(acquire(limits, HOME).refusal()).isNotNull();
        }
        assertThat(acquire(limits, address("203.0.113.8")).refusal()).isNull();
        assertThat(acquire(limits, address("203.0.113.9")).refusal()).isNull();
        assertThat(acquire(limits, address("203.0.113.10")).refusal()).isNotNull();
        assertThat(limits.held(address("203.0.113.10"))).isZero();
    }

    @Test
    void zeroIsNoLimit() {
        AddressLimits limits = limits(0, 0, 0);
        for (int i = 0; i < 5_000; i++) {
            assertThat(acquire(limits, HOME).refusal()).isNull();
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
            acquire(limits, address).release();
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
            Slot one = acquire(limits, HOME);
            Slot two = acquire(limits, HOME);
            one.release();
            two.release();
        }
        acquire(limits, HOME);
        acquire(limits, HOME);
        return 2;
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> limits(-1, 1, 1)).hasMessage("perAddress: -1 (expected: 0 or more)");
        assertThatThrownBy(() -> limits(1, -1, 1)).hasMessage("perSecondPerAddress: -1 (expected: 0 or more)");
        assertThatThrownBy(() -> limits(1, 1, -1)).hasMessage("perSecond: -1 (expected: 0 or more)");
    }
}
