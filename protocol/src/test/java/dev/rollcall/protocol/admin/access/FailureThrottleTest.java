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
    @DisplayName("S3: ten failures are free, then one every five seconds")
    void slowsDown() {
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.waitMillis("192.0.2.7"))
                    .as("before failure %d", i)
                    .isZero();
            assertThat(throttle.failed("192.0.2.7")).as("failure %d", i).isZero();
        }
        assertThat(throttle.failed("192.0.2.7")).isEqualTo(5_000);
        assertThat(throttle.waitMillis("192.0.2.7")).isEqualTo(5_000);
        timer.pass(Duration.ofMillis(4_999));
        assertThat(throttle.failed("192.0.2.7")).isEqualTo(1);
        timer.pass(Duration.ofMillis(1));
        assertThat(throttle.failed("192.0.2.7")).isZero();
        assertThat(throttle.failed("192.0.2.7")).isEqualTo(5_000);
        assertThat(throttle.failed("192.0.2.8")).isZero();
    }

    @Test
    @DisplayName("S3: failures are forgotten after a while")
    void forgets() {
        exhaust("192.0.2.7");
        timer.pass(Duration.ofSeconds(50));
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.failed("192.0.2.7")).isZero();
        }
    }

    @Test
    @DisplayName(
            "S3: one IPv6 customer counts once, whatever address of the /64 is used; text and address are the same")
    void ipv6ByNetwork() throws UnknownHostException {
        exhaust("2001:db8:1:2::1");
        assertThat(throttle.failed(InetAddress.getByName("2001:db8:1:2:ffff::1")))
                .isPositive();
        assertThat(throttle.failed("2001:db8:1:3::1")).isZero();
        exhaust("192.0.2.7");
        assertThat(throttle.failed("::ffff:192.0.2.7")).isPositive();
    }

    @Test
    @DisplayName("S3: addresses that are not known count as one")
    void unknown() {
        exhaust(null);
        assertThat(throttle.failed("not:an:address")).isPositive();
    }

    @Test
    @DisplayName("S3: no flood of other addresses frees one that is slowed down, and memory does not grow with it")
    void flood() throws UnknownHostException {
        exhaust("192.0.2.7");
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            throttle.failed(InetAddress.getByAddress(bytes));
        }
        assertThat(throttle.failed("192.0.2.7")).isPositive();
    }

    private void exhaust(@org.jspecify.annotations.Nullable String address) {
        for (int i = 0; i < 10; i++) {
            throttle.failed(address);
        }
    }
}
