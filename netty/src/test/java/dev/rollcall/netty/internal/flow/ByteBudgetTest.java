// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S5: what others make a host hold is bounded in bytes")
class ByteBudgetTest {

    private static final long MIB = 1 << 20;

    private final List<String> sentAway = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private final ByteBudget budget = new ByteBudget(4 * MIB, () -> counted.add("one"));

    private ByteBudget.Account open(String name, int... address) {
        try {
            byte[] bytes = new byte[address.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) address[i];
            }
            return budget.open(InetAddress.getByAddress(bytes), () -> sentAway.add(name));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAddressOverItsQuarterLosesWhatItHasHeldLongest() {
        ByteBudget.Account first = open("first", 198, 51, 100, 1);
        ByteBudget.Account second = open("second", 198, 51, 100, 1);
        first.set(MIB / 2);
        second.set(MIB / 4);
        first.set(MIB / 4 * 3);
        assertThat(sentAway).isEmpty();
        second.set(MIB / 4 + 1);
        assertThat(sentAway).containsExactly("first");
        assertThat(budget.held()).isEqualTo(MIB / 4 + 1);
        first.set(3 * MIB); // It no longer counts, because it is being closed.
        first.close();
        assertThat(budget.held()).isEqualTo(MIB / 4 + 1);
        second.set(MIB + 1);
        assertThat(sentAway).containsExactly("first", "second");
        assertThat(budget.held()).isZero();
        assertThat(counted).hasSize(2);
    }

    @Test
    void overTheWholeTheFullestAddressLosesAsManyAsItTakes() {
        for (int i = 0; i < 8; i++) {
            open("proxied " + i, 10, 0, 0, 1).set(MIB / 4); // Private addresses may exceed a quarter.
        }
        ByteBudget.Account other = open("other", 198, 51, 100, 2);
        other.set(MIB);
        ByteBudget.Account last = open("last", 198, 51, 100, 3);
        last.set(MIB);
        assertThat(sentAway).isEmpty();
        open("more", 198, 51, 100, 4).set(MIB / 2);
        assertThat(sentAway).containsExactly("proxied 0", "proxied 1");
        assertThat(budget.held()).isEqualTo(4 * MIB);
    }

    @Test
    void whatIsGivenBackCanBeHeldAgain() {
        for (int i = 0; i < 100; i++) {
            ByteBudget.Account account = open("a", 198, 51, 100, 1);
            account.set(MIB);
            account.set(0);
            account.set(MIB);
            account.close();
            account.close();
        }
        assertThat(sentAway).isEmpty();
        assertThat(budget.held()).isZero();
    }

    @Test
    void whoAsksForMoreGoesWhileThoseSentAwayAreStillThere() {
        List<ByteBudget.Account> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ByteBudget.Account account = open("slow " + i, 10, 0, 0, 1);
            account.set(MIB);
            slow.add(account);
        }
        assertThat(sentAway).containsExactly("slow 0", "slow 1", "slow 2", "slow 3");
        open("probe", 10, 0, 0, 2).set(4096);
        assertThat(sentAway).endsWith("slow 3", "slow 4");
        open("more", 10, 0, 0, 2).set(16_384);
        assertThat(sentAway).endsWith("slow 4", "more");
        slow.get(0).close();
        slow.get(1).close();
        open("again", 10, 0, 0, 2).set(16_384);
        assertThat(sentAway).endsWith("slow 4", "more");
    }

    @Test
    void theDefaultIsAQuarterOfWhatIsScarcer() {
        assertThat(ByteBudget.defaultFor(64 * MIB, 32 * MIB)).isEqualTo(8 * MIB);
        assertThat(ByteBudget.defaultFor(64 * MIB, 128 * MIB)).isEqualTo(16 * MIB);
        assertThat(ByteBudget.defaultFor(2 * MIB, 2 * MIB)).isEqualTo(MIB);
    }
}
