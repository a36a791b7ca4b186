// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.rollcall.server.settings.ServerSettings.LogFormat;
import dev.rollcall.server.settings.ServerSettings.LogLevel;

/** Configures logging with its defaults until the settings have been read. It keeps Logback from looking for a file. */
public final class EarlyLogging extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.configure(context, LogFormat.TEXT, LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
