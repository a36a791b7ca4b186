// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.rollcall.server.settings.ServerSettings.LogFormat;
import dev.rollcall.server.settings.ServerSettings.LogLevel;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Configures logging in code, so that the jar needs no configuration file. */
public final class Logging {

    private Logging() {}

    /**
     * Sends the log to standard error, without ever waiting for it.
     *
     * @param format whether lines are for people or for programs
     * @param level the lowest level of Rollcall's own lines. For libraries the lowest level is WARN, with each kind of
     *     line at most once a minute; it is TRACE if this is TRACE, and ERROR if this is ERROR
     */
    public static void configure(LogFormat format, LogLevel level) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, level);
    }

    /**
     * Writes the lines still waiting, for at most a second. To be called when the process ends; nothing is logged
     * afterwards.
     */
    public static void end() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .forEachRemaining(Appender::stop);
    }

    static void configure(LoggerContext context, LogFormat format, LogLevel level) {
        context.reset();
        context.addTurboFilter(new LibraryLines());
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(format == LogFormat.JSON ? json(context) : text(context));
        console.start();
        Level own = Level.toLevel(level.name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(new LossyAppender(context, console));
        root.setLevel(level == LogLevel.TRACE || level == LogLevel.ERROR ? own : Level.WARN);
        context.getLogger("dev.rollcall").setLevel(own);
    }

    static Encoder<ILoggingEvent> text(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(new TextLayout(context));
        encoder.start();
        return encoder;
    }

    static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
