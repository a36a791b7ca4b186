// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.server.settings.AccessSettings;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.Settings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** One run of the server, from the first line of the log to the last. */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private final Settings settings;
    private final Mode mode;

    ServerProcess(Settings settings, Mode mode) {
        this.settings = settings;
        this.mode = mode;
    }

    /** Starts, waits for a signal, and leaves in order; returns the exit code. */
    int run() throws InterruptedException {
        String configured = settings.find(AccessSettings.ADMIN_SECRET);
        String secret = configured == null ? GeneratedSecret.make() : configured;
        Headroom headroom = Headroom.measure();
        Signals signals = Signals.install();
        try (RunningServer server = RunningServer.start(settings, secret, headroom, mode)) {
            new Greeting(settings, server, headroom).log();
            mode.started(server, settings, configured == null ? secret : null);
            server.settleIn();
            if (settings.value(ServerSettings.WARM_UP)) {
                Warmup.begin();
            }
            signals.await();
            mode.leaving();
            leave(server);
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            LOG.error("Not started, because of a setting: {}", e.getMessage());
            return ExitCode.USAGE;
        } catch (IllegalStateException e) {
            LOG.error("{}", Greeting.cannotListen(settings, e));
            return ExitCode.SOFTWARE;
        }
    }

    private void leave(RunningServer server) {
        Duration grace = settings.value(ServerSettings.SHUTDOWN_GRACE);
        LOG.info(
                "Leaving: tabs are told to reconnect ({} of them), within {}; a second signal ends this at once",
                server.rollcall().internals().hub().size(),
                Greeting.words(grace));
        server.drain(grace);
        LOG.info("Stopped");
    }
}
