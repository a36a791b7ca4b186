// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.netty.PortUnavailableException;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.server.logging.Logging;
import dev.rollcall.server.run.RunningServer.UnusableSettingException;
import dev.rollcall.server.settings.ServerSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a server in this process, from the first line of its log to the last. Used by one thread. */
public final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;

    /** The virtual machine's own exit code when its heap is full ({@code -XX:+ExitOnOutOfMemoryError}). */
    private static final int UNABLE = 3;

    private final SettingValues settings;
    private final BiFunction<Rollcall, Protocol, Contract> contract;
    private final Function<RunningServer, Runnable> onStart;

    private ServerProcess(Builder builder) {
        settings = builder.settings;
        contract = builder.contract;
        onStart = builder.onStart;
    }

    /**
     * Returns a builder of a run that adds nothing to the server.
     *
     * @param settings the current values
     * @param out where to show an admin secret that was generated for this run; not the log, which others may read
     */
    public static Builder builder(SettingValues settings, PrintWriter out) {
        return new Builder(settings, out);
    }

    /**
     * Starts the server, waits for SIGTERM or SIGINT, and drains it. Failures are logged.
     *
     * @return the exit code: 0 when it has stopped in order, 1 when it failed, 2 when a setting is unusable. When it
     *     can no longer go on, for example without memory, the process ends with 3 instead
     * @throws InterruptedException when this thread is interrupted while it waits
     */
    public int run() throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(ServerProcess::failed);
        return run(Signals.install()::await);
    }

    /**
     * Ends the process when it cannot go on, so that its supervisor starts another one. It ends at once: an orderly end
     * may need the very memory, or thread, that is missing.
     */
    private static void failed(Thread thread, Throwable failure) {
        if (!Fatal.is(failure)) {
            LOG.error(
                    "A thread ended with an unexpected error. Please report this. thread={}",
                    thread.getName(),
                    failure);
            return;
        }
        try {
            LOG.error("Stopped at once, because it cannot go on. thread={}", thread.getName(), failure);
            Logging.end(); // at most a second
        } finally {
            Runtime.getRuntime().halt(UNABLE);
        }
    }

    int run(StopRequest stop) throws InterruptedException {
        try (RunningServer server = RunningServer.start(settings, contract)) {
            new Greeting(settings, server).log();
            Runnable beforeDrain = onStart.apply(server);
            server.settleIn();
            stop.await();
            beforeDrain.run();
            drain(server);
            return OK;
        } catch (UnusableSettingException e) {
            LOG.error("Not started, because of a setting: {}", e.getMessage());
            return BAD_SETTINGS;
        } catch (PortUnavailableException e) {
            LOG.error("{}", cannotListen(e));
            return FAILED;
        } catch (RuntimeException e) {
            LOG.error("Stopped by an unexpected error. Please report this.", e);
            return FAILED;
        }
    }

    private void drain(RunningServer server) {
        Duration grace = settings.value(ContractSettings.SHUTDOWN_GRACE);
        LOG.info(
                "Stopping: tabs are told to reconnect within {} ({} connected); a second signal stops at once",
                words(grace),
                server.rollcall().internals().hub().size());
        server.drain(grace);
        LOG.info("Stopped");
    }

    private String cannotListen(PortUnavailableException error) {
        String host = settings.value(ServerSettings.HOST);
        Throwable cause = error.getCause();
        return "Cannot listen on port " + settings.value(ServerSettings.PORT) + " of "
                + (host.equals("*") ? "any address" : host) + ": "
                + (cause == null ? error.getMessage() : cause.getMessage())
                + ". Is another server running there? Stop it, or choose another port with --port (0 takes any free one)";
    }

    /** Returns a duration as it would be written in the settings. */
    private static String words(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** Waits until the server should stop. */
    interface StopRequest {
        void await() throws InterruptedException;
    }

    /** A builder of what a program adds to the server that it runs. Not thread-safe. */
    public static final class Builder {

        private final SettingValues settings;
        private BiFunction<Rollcall, Protocol, Contract> contract = (rollcall, protocol) -> protocol;
        private Function<RunningServer, Runnable> onStart;

        private Builder(SettingValues settings, PrintWriter out) {
            this.settings = settings;
            onStart = server -> showSecret(server, out);
        }

        private static Runnable showSecret(RunningServer server, PrintWriter out) {
            String secret = server.generatedSecret();
            if (secret != null) {
                GeneratedSecret.print(secret, server.address(), server.signInLink(), out);
            }
            return () -> {};
        }

        /**
         * Wraps the contract, for a program that also answers its own requests.
         *
         * @param wrapper makes the contract that is served, before the server listens. An {@link IllegalArgumentException}
         *     means that a setting is unusable; its message names the setting. Default: the protocol itself
         */
        public Builder contract(BiFunction<Rollcall, Protocol, Contract> wrapper) {
            this.contract = wrapper;
            return this;
        }

        /**
         * Sets what the program does once the server listens.
         *
         * @param action called on the thread of {@link #run}; returns what to do when the server is asked to stop,
         *     before tabs are sent away. Default: shows the admin secret if one was generated
         */
        public Builder onStart(Function<RunningServer, Runnable> action) {
            this.onStart = action;
            return this;
        }

        /** Runs the server; see {@link ServerProcess#run()}. */
        public int run() throws InterruptedException {
            return build().run();
        }

        ServerProcess build() {
            return new ServerProcess(this);
        }
    }
}
