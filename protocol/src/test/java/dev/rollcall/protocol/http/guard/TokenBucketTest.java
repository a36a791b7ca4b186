// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    @Test
    void burstThenRate() {
        TokenBucket bucket = new TokenBucket(3, 2);
        long now = 1_700_000_000_000L;
        assertThat(bucket.waitMillis(now)).isZero();
        assertThat(List.of(bucket.take(now), bucket.take(now), bucket.take(now), bucket.take(now)))
                .containsExactly(true, true, true, false);
        assertThat(bucket.waitMillis(now)).isEqualTo(500);
        assertThat(bucket.take(now + 499)).isFalse();
        assertThat(bucket.take(now + 500)).isTrue();
        assertThat(bucket.take(now + 999)).isFalse();
        assertThat(bucket.take(now + 1000)).isTrue();
    }

    @Test
    void neverHoldsMoreThanItsBurst() {
        TokenBucket bucket = new TokenBucket(2, 1000);
        assertThat(bucket.take(1_000_000_000)).isTrue();
        assertThat(bucket.take(1_000_000_000)).isTrue();
        assertThat(bucket.take(1_000_000_000)).isFalse();
    }

    @Test
    void aClockSetBackCostsNoMoreThanAnEmptyBucket() {
        TokenBucket bucket = new TokenBucket(1, 1);
        assertThat(bucket.take(10_000_000)).isTrue();
        assertThat(bucket.take(5_000)).isFalse();
        assertThat(bucket.waitMillis(5_000)).isEqualTo(1000);
        assertThat(bucket.take(5_999)).isFalse();
        assertThat(bucket.take(6_000)).isTrue();
    }

    @Test
    void afterAClockWasSetBackTheBucketFillsAtItsUsualRate() {
        TokenBucket bucket = new TokenBucket(2, 1);
        assertThat(bucket.take(10_000_000)).isTrue();
        assertThat(bucket.take(5_000)).isFalse();
        assertThat(bucket.take(5_999)).isFalse();
        assertThat(bucket.take(6_000)).isTrue();
        assertThat(bucket.take(8_000)).isTrue();
        assertThat(bucket.take(8_000)).isTrue();
        assertThat(bucket.take(8_000)).isFalse();
    }

    @Test
    void whatArrivedOverSomeTimeMayBeLookedAtAtOnce() {
        TokenBucket bucket = new TokenBucket(2, 10);
        for (int i = 0; i < 32; i++) {
            assertThat(bucket.take(1_000, 3_000)).isTrue();
        }
        assertThat(bucket.take(1_000, 3_000)).isFalse();
        assertThat(bucket.take(1_000)).isFalse();
        assertThat(bucket.take(1_100)).as("empty, not in debt").isTrue();
    }

    @Test
    void figuresAreChecked() {
        assertThatThrownBy(() -> new TokenBucket(0, 1)).hasMessage("burst: 0 (expected: > 0)");
        assertThatThrownBy(() -> new TokenBucket(1, 0)).hasMessageStartingWith("perSecond: 0.0 (expected");
        assertThatThrownBy(() -> new TokenBucket(1, Double.NaN)).hasMessageStartingWith("perSecond: NaN (expected");
    }

    @Property
    void neverMoreThanBurstPlusRate(
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll @IntRange(min = 1, max = 1000) int perSecond,
            @ForAll @Size(max = 200) List<@IntRange(max = 50) Integer> steps) {
        TokenBucket bucket = new TokenBucket(burst, perSecond);
        long now = 0;
        long taken = 0;
        for (int step : steps) {
            now += step;
            boolean free = bucket.waitMillis(now) == 0;
            boolean took = bucket.take(now);
            assertThat(took).isEqualTo(free);
            taken += took ? 1 : 0;
        }
        assertThat(taken).isLessThanOrEqualTo(burst + (long) Math.ceil(now * perSecond / 1000.0 * 1.001));
    }
}
