// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.internal.serving.Pending.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S5: which connection is closed to make room")
class PendingConnectionsTest {

    private final List<String> closed = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private final PendingConnections pending = new PendingConnections(64, () -> counted.add("one"));

    private final class Fake implements Pending {
        private final String name;

        Fake(String name) {
            this.name = name;
        }

        @Override
        public void leaveSoon() {
            closed.add(name + " soon");
        }

        @Override
        public void makeRoom() {
            closed.add(name);
            pending.leave(this);
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Fake enter(String name, int last, Stage stage) {
        Fake fake = new Fake(name);
        pending.enter(fake, address(last), stage);
        return fake;
    }

    private List<Fake> fill(int last, int places, Stage stage) {
        List<Fake> all = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            all.add(enter(last + "." + i, last, stage));
        }
        return all;
    }

    @Test
    void anAddressOverItsShareLosesItsOwnOldestSilentOne() {
        List<Fake> all = fill(1, 16, Stage.SILENT);
        pending.stage(all.get(0), Stage.ASKING);
        enter("next", 1, Stage.SILENT);
        assertThat(closed).containsExactly("1.1");
        assertThat(pending.count()).isEqualTo(16);
        assertThat(counted).hasSize(1);
    }

    @Test
    void whenAllPlacesAreTakenTheFullestAddressLosesOne() {
        fill(1, 16, Stage.IDLE);
        fill(2, 16, Stage.SILENT);
        fill(3, 15, Stage.SILENT);
        fill(4, 16, Stage.SILENT);
        enter("4.16", 5, Stage.SILENT);
        assertThat(closed).isEmpty();
        enter("probe", 6, Stage.SILENT);
        assertThat(closed).containsExactly("1.0");
        enter("probe", 7, Stage.SILENT);
        assertThat(closed).containsExactly("1.0", "2.0");
        assertThat(pending.count()).isEqualTo(64);
    }

    @Test
    void thoseThatSaidMoreStayLonger() {
        List<Fake> all = fill(1, 16, Stage.SILENT);
        for (int i = 0; i < 12; i++) {
            pending.stage(all.get(i), Stage.DECIDING);
        }
        pending.stage(all.get(12), Stage.ANSWERED);
        pending.stage(all.get(13), Stage.ASKING);
        pending.stage(all.get(14), Stage.IDLE);
        for (int i = 0; i < 4; i++) {
            Fake next = enter("next", 1, Stage.SILENT);
            pending.stage(next, Stage.DECIDING);
        }
        assertThat(closed).containsExactly("1.15", "1.14", "1.13", "1.12");
    }

    @Test
    void whereItIsTheServersTurnEverywhereTheNewcomerGoes() {
        fill(1, 16, Stage.DECIDING);
        enter("next", 1, Stage.SILENT);
        assertThat(closed).containsExactly("next");
        assertThat(pending.count()).isEqualTo(16);
    }

    @Test
    void privateAddressesHaveNoShare() throws Exception {
        for (int i = 0; i < 64; i++) {
            pending.enter(new Fake("p" + i), InetAddress.getByName("10.0.0.1"), Stage.SILENT);
        }
        assertThat(closed).isEmpty();
        pending.enter(new Fake("last"), InetAddress.getByName("10.0.0.1"), Stage.SILENT);
        assertThat(closed).containsExactly("p0");
    }

    @Test
    void acceptingStopsOnlyWhileMostOfThoseSentAwayAreStillThere() {
        List<Pending> slow = new ArrayList<>();
        PendingConnections few = new PendingConnections(1, () -> {});
        List<String> changes = new ArrayList<>();
        few.onCapacityChange(() -> changes.add("" + few.hasCapacity()));
        for (int i = 0; i < 258; i++) {
            Pending one = new Pending() {
                @Override
                public void leaveSoon() {}

                @Override
                public void makeRoom() {
                    slow.add(this);
                }
            };
            few.enter(one, null, Stage.SILENT);
        }
        assertThat(few.hasCapacity()).isFalse();
        assertThat(few.count()).isEqualTo(258);
        slow.forEach(few::leave);
        assertThat(few.hasCapacity()).isTrue();
        assertThat(changes).startsWith("false").endsWith("true");
        assertThat(few.count()).isEqualTo(1);
    }
}
