// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.server.settings.ServerSettings;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class LoggingTest {

    private static final String FORGED = "x\r\n2026-01-01T00:00:00.000Z ERROR forged\u001b[31m\u0085\u2028y";

    private final LoggerContext context = new LoggerContext();

    @Test
    @DisplayName("S12: a message is one line without control characters")
    void messageIsOneLine() {
        String line = encode(Logging.text(context), FORGED, null);
        assertThat(line).endsWith("\n");
        assertThat(line.substring(0, line.length() - 1)).doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    }

    @Test
    @DisplayName("S12: no line of a stack trace can pass for a log line")
    void stackTraceIsIndented() {
        String text = encode(Logging.text(context), "failed", new IllegalStateException(FORGED));
        assertThat(text.lines().skip(1)).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("    | "));
        assertThat(text).contains("IllegalStateException").endsWith("\n");
    }

    @Test
    @DisplayName("S12: JSON is one object a line, whatever the message holds")
    void jsonIsOneLine() {
        String line = encode(Logging.json(context), FORGED + "\"", new IllegalStateException(FORGED));
        assertThat(line.lines().filter(each -> !each.isEmpty())).hasSize(1);
        Object parsed = new Load(LoadSettings.builder().build()).loadFromString(line);
        assertThat(parsed)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("level", "WARN")
                .containsEntry("formattedMessage", FORGED + "\"");
    }

    @Test
    @DisplayName("S12: a library says each thing once a minute")
    void librariesDoNotFillTheLog() {
        Logging.configure(context, ServerSettings.LogFormat.TEXT, ServerSettings.LogLevel.INFO);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        for (int i = 0; i < 100; i++) {
            context.getLogger("io.netty.Some").warn("a peer did {}", i);
            context.getLogger("io.netty.Some").warn("another did {}", i);
            context.getLogger("dev.rollcall.Some").warn("ours {}", i);
        }
        assertThat(lines.list).hasSize(102);
    }

    @BeforeEach
    void prepare() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private String encode(Encoder<ILoggingEvent> encoder, String message, @Nullable Throwable error) {
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("dev.rollcall.Test"), Level.WARN, message, error, null);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
