// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Log lines for people. A message, or an exception's message, can hold what a stranger sent: control characters are
 * replaced, and every line of a stack trace is indented behind a bar, so that none can pass for a log line (CWE-117).
 * Immutable.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

    TextLayout(LoggerContext context) {
        setContext(context);
        start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder lines = new StringBuilder(TIME.format(event.getInstant()))
                .append(' ')
                .append(String.format("%-5s", event.getLevel()))
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(" - ")
                .append(clean(event.getFormattedMessage()))
                .append('\n');
        IThrowableProxy error = event.getThrowableProxy();
        if (error != null) {
            LINE_END.splitAsStream(ThrowableProxyUtil.asString(error))
                    .forEach(line -> lines.append("    | ").append(clean(line)).append('\n'));
        }
        return lines.toString();
    }

    private static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
