// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.ClientModules;
import dev.rollcall.protocol.http.ClientScript;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.HostPolicy;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the contract is served: the values of its settings ({@link ContractSettings}, {@link LimitSettings}), and what
 * cannot be written as text. Immutable, thread-safe.
 */
public final class ProtocolOptions {

    private final SettingValues settings;
    private final ContractPaths paths;
    private final UserResolver userResolver;
    private final AdminSecrets secrets;
    private final @Nullable ApplicationSignIn application;
    private final @Nullable Supplier<String> metrics;
    private final StaticFiles dashboard;
    private final @Nullable ClientScript clientScript;
    private final @Nullable ClientModules clientModules;
    private final String nodeName;
    private final String software;
    private final boolean clusterRequired;
    private final @Nullable Executor adminThread;
    private final @Nullable Executor checkThread;

    ProtocolOptions(ProtocolOptionsBuilder builder) {
        settings = builder.settings;
        paths = ContractPaths.of(basePath(), value(ContractSettings.ADMIN_ALIASES), builder.root);
        userResolver = builder.userResolver == null ? users(settings) : builder.userResolver;
        secrets = builder.secrets == null ? AdminSecretSettings.read(settings, Setting::name) : builder.secrets;
        application = builder.application;
        metrics = builder.metrics;
        dashboard = builder.dashboard;
        clientScript = builder.clientScript;
        clientModules = builder.clientModules;
        nodeName = builder.nodeName;
        software = builder.software;
        clusterRequired = builder.clusterRequired;
        adminThread = builder.adminThread;
        checkThread = builder.checkThread;
    }

    private static UserResolver users(SettingValues settings) {
        String header = settings.find(ContractSettings.USER_HEADER);
        return header == null ? UserResolver.none() : UserResolver.header(header);
    }

    /** Returns the default options. */
    public static ProtocolOptions defaults() {
        return builder().build();
    }

    /** Returns a builder of options, all of which have a default. */
    public static ProtocolOptionsBuilder builder() {
        return new ProtocolOptionsBuilder();
    }

    /**
     * Returns the value of a setting. For use while parts are built: keep what requests need in a field.
     *
     * @throws IllegalStateException when it is not set and has no default
     */
    public <T> T value(Setting<T> setting) {
        return settings.value(setting);
    }

    /** Returns the value of a setting; null when it is not set and has no default. */
    public <T> @Nullable T find(Setting<T> setting) {
        return settings.find(setting);
    }

    /** Returns how many tabs may be held at once; {@link Integer#MAX_VALUE} when there is no limit. */
    public int maxConnections() {
        Integer most = settings.find(LimitSettings.MAX_CONNECTIONS);
        return most == null ? Integer.MAX_VALUE : most;
    }

    /** Returns the paths that belong to the contract; a host passes in the requests for these. */
    public ContractPaths paths() {
        return paths;
    }

    /** Returns the prefix of every endpoint's path. */
    public String basePath() {
        return value(ContractSettings.BASE_PATH);
    }

    /** Returns whose headers about the client are believed. */
    public TrustedProxies trustedProxies() {
        return value(ContractSettings.TRUSTED_PROXIES);
    }

    /** Returns what decides which names the server may be reached by. */
    public HostPolicy hosts() {
        return HostPolicy.of(settings.find(ContractSettings.ALLOWED_HOSTS), trustedProxies());
    }

    /** Returns what tells the address of the browser behind a request. */
    public ClientAddress clientAddress() {
        return new ClientAddress(trustedProxies(), value(ContractSettings.CLIENT_ADDRESS_HEADERS));
    }

    /** Returns what gives a connection the label of its person. */
    public UserResolver userResolver() {
        return userResolver;
    }

    /** Returns who may use the admin endpoints. */
    public AdminSecrets secrets() {
        return secrets;
    }

    /** Returns which people may use the admin endpoints by their roles in the hosting application; null for nobody. */
    public @Nullable ApplicationSignIn application() {
        return application;
    }

    /** Returns what makes the text of the metrics endpoint; null when there is none. */
    public @Nullable Supplier<String> metrics() {
        return metrics;
    }

    /** Returns the files of the dashboard. */
    public StaticFiles dashboard() {
        return dashboard;
    }

    /** Returns the browser client for a script tag; null when there is none. */
    public @Nullable ClientScript clientScript() {
        return clientScript;
    }

    /** Returns the browser client as modules; null when there is none. */
    public @Nullable ClientModules clientModules() {
        return clientModules;
    }

    /** Returns this node's display name. */
    public String nodeName() {
        return nodeName;
    }

    /** Returns which version of the software this is, for people; empty when it is not known. */
    public String software() {
        return software;
    }

    /** Returns whether this node is ready only while it can reach the others. */
    public boolean clusterRequired() {
        return clusterRequired;
    }

    /** Returns what handles admin requests; null for separate threads. */
    public @Nullable Executor adminThread() {
        return adminThread;
    }

    /** Returns what runs the deployment check's requests; null for separate threads. */
    public @Nullable Executor checkThread() {
        return checkThread;
    }
}
