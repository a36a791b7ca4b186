// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.ManualClock;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FanoutTest {

    private final Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
    private final List<String> done = new ArrayList<>();
    private final Loop one = new Loop();
    private final Loop two = new Loop();

    private Connection tab(@Nullable Executor loop, String route) {
        return hub.open(Admission.of(Transport.SSE, "v1", route), connection -> new Outbound() {
            @Override
            public int send(Message message) {
                done.add(route);
                return 1;
            }

            @Override
            public void close(Disconnect disconnect) {}

            @Override
            public @Nullable Executor loop() {
                return loop;
            }
        });
    }

    @Test
    @DisplayName("a loop is called once for a few hundred connections, and each connection is reached once")
    void fewCalls() {
        for (int i = 0; i < 1_000; i++) {
            tab(i % 2 == 0 ? one : two, "/" + i);
        }
        assertThat(hub.send(connection -> true, Message.of("news", Map.of()))).isEqualTo(1_000);
        assertThat(done).isEmpty();
        assertThat(one.tasks.size() + two.tasks.size()).isBetween(2, 6);
        one.run();
        assertThat(done).hasSize(500).doesNotHaveDuplicates();
        two.run();
        assertThat(done).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void whoHasNoLoopIsReachedAtOnce() {
        tab(null, "/a");
        tab(one, "/b");
        hub.forEachOnLoop(0, 1, connection -> done.add(connection.route()));
        assertThat(done).containsExactly("/a");
        one.run();
        assertThat(done).containsExactlyInAnyOrder("/a", "/b");
    }

    private static final class Loop implements Executor {

        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void run() {
            tasks.forEach(Runnable::run);
            tasks.clear();
        }
    }
}
