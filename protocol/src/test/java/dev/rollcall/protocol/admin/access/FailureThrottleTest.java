// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailureThrottleTest {

    private final ManualClock timer = new ManualClock(1_000_000);
    private final FailureThrottle throttle = new FailureThrottle(timer);

    @Test
    @DisplayName("S3: ten failures are free, then one attempt every five seconds")
    void slowsDown() {
        InetAddress address = address("192.0.2.7");
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.retryAfterMillis(address))
                    .as("before failure %d", i)
                    .isZero();
            throttle.failed(address);
        }
        assertThat(throttle.retryAfterMillis(address)).isEqualTo(5_000);
        timer.pass(Duration.ofMillis(4_999));
        assertThat(throttle.retryAfterMillis(address)).isEqualTo(1);
        timer.pass(Duration.ofMillis(1));
        assertThat(throttle.retryAfterMillis(address)).isZero();
        throttle.failed(address);
        assertThat(throttle.retryAfterMillis(address)).isEqualTo(5_000);
        assertThat(throttle.retryAfterMillis(address("192.0.2.8"))).isZero();
    }

    @Test
    @DisplayName("S3: it is forgotten after a while, and nothing is kept of it")
    void forgets() {
        InetAddress address = address("192.0.2.7");
        for (int i = 0; i < 10; i++) {
            throttle.failed(address);
        }
        timer.pass(Duration.ofSeconds(50));
        assertThat(throttle.retryAfterMillis(address)).isZero();
        assertThat(throttle.addresses()).isZero();
    }

    @Test
    @DisplayName("S3: attempts side by side are paid for, but the wait is bounded, whatever the wall clock does")
    void boundedDebt() {
        InetAddress address = address("192.0.2.7");
        for (int i = 0; i < 1_000; i++) {
            throttle.failed(address);
        }
        assertThat(throttle.retryAfterMillis(address)).isEqualTo(55_000);
        timer.pass(Duration.ofDays(-1));
        assertThat(throttle.retryAfterMillis(address)).isEqualTo(55_000);
    }

    @Test
    @DisplayName("S3: one IPv6 customer counts once, whatever address of the /64 is used")
    void ipv6ByNetwork() {
        for (int i = 0; i < 10; i++) {
            throttle.failed(address("2001:db8:1:2::" + i));
        }
        assertThat(throttle.retryAfterMillis(address("2001:db8:1:2:ffff::1"))).isPositive();
        assertThat(throttle.retryAfterMillis(address("2001:db8:1:3::1"))).isZero();
    }

    @Test
    @DisplayName("S3: a flood of addresses keeps 10,000 of them")
    void boundedMemory() throws UnknownHostException {
        for (int i = 0; i < 25_000; i++) {
            byte[] bytes = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            throttle.failed(InetAddress.getByAddress(bytes));
        }
        assertThat(throttle.addresses()).isEqualTo(10_000);
    }

    @Test
    void textAndAddressAreTheSame() {
        assertThat(FailureThrottle.key("192.0.2.7")).isEqualTo(FailureThrottle.key(address("192.0.2.7")));
        assertThat(FailureThrottle.key("2001:db8::5")).isEqualTo(FailureThrottle.key(address("2001:db8::9")));
        assertThat(FailureThrottle.key("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(FailureThrottle.key("not:an:address")).isEqualTo("not:an:address");
        assertThat(FailureThrottle.key((String) null)).isEmpty();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
