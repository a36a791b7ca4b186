// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.testkit.process.JavaProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServerProcessTest {

    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private final StringWriter out = new StringWriter();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ServerProcess.class);

    @BeforeEach
    void listenToTheLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
    }

    @Test
    void endsAtOnceWithTheReasonWhenItCannotGoOn() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaProcess server =
                JavaProcess.start(List.of("-cp", classPath, FailingServer.class.getName()), Map.of())) {
            assertThat(server.exitCode()).isEqualTo(3);
            assertThat(String.join("\n", server.err().all())
                            + String.join("\n", server.out().all()))
                    .contains("Stopped at once", "out-of-memory", "Cannot reserve direct buffer memory");
        }
    }

    @Test
    void runsUntilItIsAskedToStop() throws Exception {
        List<String> order = new ArrayList<>();
        int code = process(0)
                .onStart(server -> {
                    order.add("started");
                    return () -> order.add("stopping");
                })
                .build()
                .run(() -> order.add("asked"));
        assertThat(code).isZero();
        assertThat(order).containsExactly("started", "asked", "stopping");
        assertThat(errors()).isEmpty();
    }

    @Test
    void showsTheSecretThatItGenerated() throws Exception {
        process(0).build().run(() -> {});
        assertThat(out.toString()).contains("No admin-secret is set", "http://" + HOST + ":", "/dashboard/#link=");
    }

    @Test
    void aTakenPortIsNamedWithAdvice() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(process(taken.getLocalPort()).build().run(() -> {})).isEqualTo(1);
            assertThat(errors())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage())
                            .startsWith("Cannot listen on port " + taken.getLocalPort() + " of " + HOST + ": ")
                            .contains("in use", "choose another port with --port"));
        }
    }

    @Test
    void anIllegalStateAtTheStartIsReportedAsWhatItIs() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug, not a port");
        int code = process(0)
                .contract((rollcall, protocol) -> {
                    throw bug;
                })
                .build()
                .run(() -> {});
        assertReported(code, bug);
    }

    @Test
    void anIllegalStateWhileRunningIsReportedAsWhatItIs() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug, not a port");
        assertReported(
                process(0).build().run(() -> {
                    throw bug;
                }),
                bug);
    }

    @Test
    void aSettingWithoutValueIsReportedAsWhatItIs() throws Exception {
        int code = process(0)
                .onStart(server -> {
                    SettingValues.none().value(CoreSettings.CURRENT_VERSION);
                    return () -> {};
                })
                .build()
                .run(() -> {});
        assertReported(code, null);
    }

    @Test
    void anUnusableSettingIsNamed() throws Exception {
        int code = process(0)
                .contract((rollcall, protocol) -> {
                    throw new IllegalArgumentException("base-path: /x (expected: another)");
                })
                .build()
                .run(() -> {});
        assertThat(code).isEqualTo(2);
        assertThat(errors())
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .isEqualTo("Not started, because of a setting: base-path: /x (expected: another)"));
    }

    @Test
    void anIllegalArgumentWhileRunningIsNoSettingsFault() throws Exception {
        IllegalArgumentException bug = new IllegalArgumentException("a bug, not a setting");
        assertReported(
                process(0).build().run(() -> {
                    throw bug;
                }),
                bug);
    }

    private void assertReported(int code, @Nullable RuntimeException bug) {
        assertThat(code).isEqualTo(1);
        assertThat(errors()).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("Stopped by an unexpected error. Please report this.");
            assertThat(event.getThrowableProxy()).isNotNull();
            if (bug != null) {
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo(bug.getMessage());
            }
        });
    }

    private Stream<ILoggingEvent> errors() {
        return log.list.stream().filter(event -> event.getLevel() == Level.ERROR);
    }

    private ServerProcess.Builder process(int port) {
        SettingValues settings = SettingValues.none()
                .with(ServerSettings.HOST, HOST)
                .with(ServerSettings.PORT, port)
                .with(ServerSettings.WARM_UP, false)
                .with(CoreSettings.DATA_DIR, CoreSettings.NO_DIRECTORY);
        return ServerProcess.builder(settings, new PrintWriter(out, true));
    }
}
