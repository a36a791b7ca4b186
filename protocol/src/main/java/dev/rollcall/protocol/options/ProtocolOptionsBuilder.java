// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of {@link ProtocolOptions}, each with its default. Ranges are checked by {@link #build}. Not thread-safe. */
public final class ProtocolOptionsBuilder {

    private String basePath = "/__skew";
    private String versionCookie = "__nkpv";
    private boolean adminAliases = true;
    private TrustedProxies trustedProxies = TrustedProxies.privateRanges();
    private List<String> allowedOrigins = List.of();
    private boolean excludeBots = true;
    private UserResolver userResolver = UserResolver.none();
    private AdminSecrets secrets = AdminSecrets.none();
    private @Nullable Supplier<String> metrics;
    private boolean metricsPublic = false;
    private ProtocolOptions.Capacity capacity = ProtocolOptions.Capacity.DEFAULT;
    private TabLimits tabLimits = TabLimits.DEFAULT;
    private IpTracking ipTracking = IpTracking.OFF;
    private Duration sessionMaxAge = Duration.ofHours(12);
    private StaticFiles dashboard = StaticFiles.none();
    private String nodeName = "node-" + UUID.randomUUID().toString().substring(0, 8);
    private String software = "";
    private Duration pollInterval = Duration.ofSeconds(20);
    private int pollsPerSecond = 1_000;

    ProtocolOptionsBuilder() {}

    /** Where the endpoints are; {@code /__skew} by default. */
    public ProtocolOptionsBuilder basePath(String value) {
        this.basePath = value;
        return this;
    }

    /** The cookie that names a tab's version when its query does not; {@code __nkpv} by default. */
    public ProtocolOptionsBuilder versionCookie(String value) {
        this.versionCookie = value;
        return this;
    }

    /** Whether the paths under {@code /api/admin} answer too; on by default. */
    public ProtocolOptionsBuilder adminAliases(boolean value) {
        this.adminAliases = value;
        return this;
    }

    /** Whose headers about the client are believed; loopback and private ranges by default. */
    public ProtocolOptionsBuilder trustedProxies(TrustedProxies value) {
        this.trustedProxies = value;
        return this;
    }

    /** Origins besides the same host, {@code https://app.example.com}; none by default. */
    public ProtocolOptionsBuilder allowedOrigins(List<String> value) {
        this.allowedOrigins = value;
        return this;
    }

    /** Whether bots are turned away and not counted; on by default. */
    public ProtocolOptionsBuilder excludeBots(boolean value) {
        this.excludeBots = value;
        return this;
    }

    /** Gives a connection the label of its person; none by default. */
    public ProtocolOptionsBuilder userResolver(UserResolver value) {
        this.userResolver = value;
        return this;
    }

    /** Sets who may use the admin endpoints; nobody by default. */
    public ProtocolOptionsBuilder secrets(AdminSecrets value) {
        this.secrets = value;
        return this;
    }

    /** Makes the text of the metrics endpoint (Prometheus, version 0.0.4); null, the default, when there is none. */
    public ProtocolOptionsBuilder metrics(@Nullable Supplier<String> value) {
        this.metrics = value;
        return this;
    }

    /** Whether metrics need no secret; off by default. */
    public ProtocolOptionsBuilder metricsPublic(boolean value) {
        this.metricsPublic = value;
        return this;
    }

    /** Sets the limits on new connections. */
    public ProtocolOptionsBuilder capacity(ProtocolOptions.Capacity value) {
        this.capacity = value;
        return this;
    }

    /** The times of a held connection. */
    public ProtocolOptionsBuilder tabLimits(TabLimits value) {
        this.tabLimits = value;
        return this;
    }

    /** Sets what is kept of a tab's address, in memory only; {@link IpTracking#OFF} by default. */
    public ProtocolOptionsBuilder ipTracking(IpTracking value) {
        this.ipTracking = value;
        return this;
    }

    /** How long a person stays signed in to the dashboard, at least 1 minute; 12 hours by default. */
    public ProtocolOptionsBuilder sessionMaxAge(Duration value) {
        this.sessionMaxAge = value;
        return this;
    }

    /** The files of the dashboard, served under {@code /dashboard/}; none by default. */
    public ProtocolOptionsBuilder dashboard(StaticFiles value) {
        this.dashboard = value;
        return this;
    }

    /** Sets this node's display name; a random one by default. */
    public ProtocolOptionsBuilder nodeName(String value) {
        this.nodeName = value;
        return this;
    }

    /** Which version of the software this is, for people; empty by default. */
    public ProtocolOptionsBuilder software(String value) {
        this.software = value;
        return this;
    }

    /** How often a polling tab comes when the server is not busy, at least 1 s; 20 s by default. */
    public ProtocolOptionsBuilder pollInterval(Duration value) {
        this.pollInterval = value;
        return this;
    }

    /** How many polls a second are wanted at the most; 1,000 by default. */
    public ProtocolOptionsBuilder pollsPerSecond(int value) {
        this.pollsPerSecond = value;
        return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming the one that is out of range
     */
    public ProtocolOptions build() {
        return new ProtocolOptions(
                basePath,
                versionCookie,
                adminAliases,
                trustedProxies,
                allowedOrigins,
                excludeBots,
                userResolver,
                secrets,
                metrics,
                metricsPublic,
                capacity,
                tabLimits,
                ipTracking,
                sessionMaxAge,
                dashboard,
                nodeName,
                software,
                pollInterval,
                pollsPerSecond);
    }
}
