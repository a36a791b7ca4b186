// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.SharedJournal;
import dev.rollcall.core.rollout.AuditList;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.journal.ConfiguredJournal;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.NettyHostBuilder;
import dev.rollcall.netty.NettySettings;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.command.AuditLine;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.redis.RedisSettings;
import dev.rollcall.server.audit.AuditFile;
import dev.rollcall.server.metrics.Metrics;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.store.FormerReleases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All parts of the server, started. Started, drained and closed by one thread; the accessors are thread-safe. */
public final class RunningServer implements AutoCloseable {

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final Headroom headroom = Headroom.measure();
    private final Metrics metrics = new Metrics();
    private final SettingValues settings;
    private final @Nullable String generatedSecret;
    private final String statsRequirements;
    private final Rollcall rollcall;
    private final Protocol protocol;
    private final NettyHost host;

    private RunningServer(SettingValues given, BiFunction<Rollcall, Protocol, Contract> contract) {
        generatedSecret = given.isSet(ContractSettings.ADMIN_SECRET) ? null : GeneratedSecret.make();
        settings = Wiring.complete(given, generatedSecret, headroom);
        SystemTimer timer = new SystemTimer();
        closers.push(timer::close);
        closers.push(metrics::close);
        try {
            ProtocolOptions options =
                    Wiring.options(settings).metrics(metrics::text).build();
            Map<String, StatsAuthorizer> authorizers = Wiring.authorizers(settings, options.secrets(), timer);
            statsRequirements = String.join("; ", authorizers.keySet());
            AtomicReference<@Nullable Refusals> refusals = new AtomicReference<>();
            Journal journal = journal(timer, () -> forged(refusals.get()));
            RollcallBuilder builder = Rollcall.builder()
                    .settings(settings)
                    .statsAuthorizer(StatsAuthorizer.anyOf(List.copyOf(authorizers.values())))
                    .telemetry(metrics.telemetry())
                    .journal(journal, JournalJson.INSTANCE)
                    .timer(timer);
            Backplane backplane = RedisSettings.backplane(settings, () -> forged(refusals.get()));
            if (backplane != null) {
                builder.backplane(backplane, NodeJson.INSTANCE);
            }
            rollcall = builder.build();
            refusals.set(rollcall.internals().refusals());
            closers.push(rollcall::close);
            openAuditFile(rollcall.internals().commands().audit());
            metrics.subscribers(rollcall.internals().statsFeed()::subscribers);
            metrics.journal(rollcall.internals().journal()::status);
            protocol = new Protocol(rollcall, options);
            closers.push(protocol::close);
            host = listen(contract.apply(rollcall, protocol), timer);
            closers.push(host::close);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        metrics.host(host.transport());
    }

    private void openAuditFile(AuditList audit) {
        String path = settings.find(ServerSettings.AUDIT_FILE);
        if (path != null) {
            AuditFile file = AuditFile.open(Path.of(path));
            closers.push(file::close);
            metrics.auditFile(file, AuditFile::lost);
            audit.onGiven(outcome -> file.append(AuditLine.of(outcome)));
            audit.onNoted(entry -> file.append(AuditLine.of(entry)));
        }
    }

    private static void forged(@Nullable Refusals refusals) {
        if (refusals != null) {
            refusals.note(Refusal.CLUSTER_KEY, null);
        }
    }

    /**
     * Opens the journal. With Redis, all nodes share a journal there, and each also has its own, so that it can go on
     * without Redis.
     */
    private Journal journal(Timer timer, Runnable forged) {
        Journal own = ConfiguredJournal.open(settings, timer);
        closers.push(own::close);
        if (own.status().lasting()) {
            FormerReleases.takeOver(Path.of(settings.value(CoreSettings.DATA_DIR)), own, timer);
        }
        Journal shared = RedisSettings.journal(settings, forged);
        if (shared == null) {
            return own;
        }
        Journal both = new SharedJournal(own, shared, timer);
        closers.pop();
        closers.push(both::close);
        return both;
    }

    private NettyHost listen(Contract contract, Timer timer) {
        NettyHostBuilder builder = NettyHost.builder(contract)
                .port(settings.value(ServerSettings.PORT))
                .maxPendingConnections(headroom.pendingConnections());
        NettySettings.apply(settings, builder, timer);
        String address = settings.value(ServerSettings.HOST);
        return (address.equals("*") ? builder : builder.address(address)).start();
    }

    /**
     * Starts the parts and listens.
     *
     * @param contract makes the contract to serve from the protocol and its rollcall
     * @throws UnusableSettingException when a value passed its own check but still cannot be used, such as a
     *     certificate
     * @throws dev.rollcall.netty.PortUnavailableException when the port cannot be bound
     */
    static RunningServer start(SettingValues settings, BiFunction<Rollcall, Protocol, Contract> contract) {
        try {
            return new RunningServer(settings, contract);
        } catch (IllegalArgumentException | JournalException e) {
            throw new UnusableSettingException(e);
        }
    }

    /** Does the work that can wait until the server listens. To be called once. */
    void settleIn() {
        metrics.watchProcess();
        if (settings.value(ServerSettings.WARM_UP)) {
            Warmup.begin();
        }
    }

    /** Returns the rollcall that is served: its tabs, and what can be sent to them. */
    public Rollcall rollcall() {
        return rollcall;
    }

    /** Returns the scheme, host and port at which this machine reaches the server: {@code http://localhost:8080}. */
    public String origin() {
        return origin(settings, host.port());
    }

    /** Returns the origin with the base path, where the contract is served. */
    public String address() {
        return origin() + settings.value(ContractSettings.BASE_PATH);
    }

    /** Returns a link that signs one person in to the dashboard, once, within an hour. Each call makes another one. */
    public String signInLink() {
        return origin() + protocol.signInLink();
    }

    /** Returns the admin secret that was generated for this run; null if the settings name one, which is not shown. */
    public @Nullable String generatedSecret() {
        return generatedSecret;
    }

    /** Returns how the host holds its sockets, and the TLS implementation, in a few words. */
    String transport() {
        String tls = host.tlsProvider();
        return tls == null ? host.transport() : host.transport() + ", TLS by " + tls;
    }

    /** Returns how many tabs may be connected at once. */
    int maxConnections() {
        return settings.value(LimitSettings.MAX_CONNECTIONS);
    }

    /** Returns what this process may use, as measured at the start. */
    Headroom headroom() {
        return headroom;
    }

    /** Returns what callers need to see stats, in words. */
    String statsRequirements() {
        return statsRequirements;
    }

    /** Sends all tabs away in order; returns when the last one is gone or the grace period is over. */
    void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    /** Closes all parts, starting with the one started last. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    static String origin(SettingValues settings, int port) {
        String host = settings.value(ServerSettings.HOST);
        String shown = host.equals("*") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        String scheme = settings.isSet(NettySettings.TLS_CERTIFICATE) ? "https://" : "http://";
        return scheme + shown + ":" + port;
    }

    /** A setting that the server cannot start with. The message names it. */
    static final class UnusableSettingException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnusableSettingException(RuntimeException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
