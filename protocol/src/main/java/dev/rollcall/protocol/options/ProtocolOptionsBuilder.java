// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.ClientModules;
import dev.rollcall.protocol.http.ClientScript;
import dev.rollcall.protocol.http.StaticFiles;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects {@link ProtocolOptions}. Everything has a default. Not thread-safe. */
public final class ProtocolOptionsBuilder {

    SettingValues settings = SettingValues.none();

    @Nullable
    UserResolver userResolver;

    @Nullable
    AdminSecrets secrets;

    @Nullable
    ApplicationSignIn application;

    @Nullable
    Supplier<String> metrics;

    @Nullable
    ClientScript clientScript = ClientScript.fromClassPath();

    @Nullable
    ClientModules clientModules = ClientModules.fromClassPath();

    @Nullable
    Executor adminThread;

    @Nullable
    Executor checkThread;

    StaticFiles dashboard = StaticFiles.none();
    String nodeName = "node-" + UUID.randomUUID().toString().substring(0, 8);
    String software = "";
    String root = "";
    boolean clusterRequired;

    ProtocolOptionsBuilder() {}

    /**
     * Sets a setting of {@link ContractSettings} or {@link LimitSettings}, which also give the defaults. Others are
     * ignored.
     *
     * @throws IllegalArgumentException when the value is out of range; the message names the setting
     */
    public <T> ProtocolOptionsBuilder set(Setting<T> setting, T value) {
        settings = settings.with(setting, value);
        return this;
    }

    /** Sets all of these values; see {@link #set}. */
    public ProtocolOptionsBuilder settings(SettingValues values) {
        settings = settings.withAll(values);
        return this;
    }

    /** Sets what gives a connection the label of its person. By default that of the setting {@code user-header}, if set. */
    public ProtocolOptionsBuilder userResolver(UserResolver value) {
        this.userResolver = value;
        return this;
    }

    /**
     * Sets which people may use the admin endpoints by their roles in the hosting application. By default nobody may.
     *
     * @param value null for nobody
     */
    public ProtocolOptionsBuilder application(@Nullable ApplicationSignIn value) {
        this.application = value;
        return this;
    }

    /**
     * Sets who may use the admin endpoints. By default those who have a secret from the settings; nobody when none is
     * set.
     */
    public ProtocolOptionsBuilder secrets(AdminSecrets value) {
        this.secrets = value;
        return this;
    }

    /** Sets what makes the text of the metrics endpoint (Prometheus, version 0.0.4); null, the default, for none. */
    public ProtocolOptionsBuilder metrics(@Nullable Supplier<String> value) {
        this.metrics = value;
        return this;
    }

    /** Sets the files of the dashboard, served under {@code /dashboard/}; none by default. */
    public ProtocolOptionsBuilder dashboard(StaticFiles value) {
        this.dashboard = value;
        return this;
    }

    /**
     * Sets the browser client for a script tag, served as {@code /client.js}; null for none. By default that of the jar
     * {@code rollcall-client}, if it is on the class path.
     */
    public ProtocolOptionsBuilder clientScript(@Nullable ClientScript value) {
        this.clientScript = value;
        return this;
    }

    /**
     * Sets the browser client as modules, served under {@code /client/VERSION/}; null for none. By default those of the jar
     * {@code rollcall-client}, if it is on the class path.
     */
    public ProtocolOptionsBuilder clientModules(@Nullable ClientModules value) {
        this.clientModules = value;
        return this;
    }

    /** Sets this node's display name; a random one by default. */
    public ProtocolOptionsBuilder nodeName(String value) {
        this.nodeName = value;
        return this;
    }

    /** Sets whether this node is ready only while it can reach the others; false by default. */
    public ProtocolOptionsBuilder clusterRequired(boolean value) {
        this.clusterRequired = value;
        return this;
    }

    /**
     * Sets the path below which the application is reached, such as a context path. It is put before the aliases of admin
     * endpoints; the base path in the settings must begin with it already. Empty by default.
     *
     * @param value begins with a slash and does not end with one, or is empty
     */
    public ProtocolOptionsBuilder root(String value) {
        this.root = value;
        return this;
    }

    /** Sets which version of the software this is, for people; empty by default. */
    public ProtocolOptionsBuilder software(String value) {
        this.software = value;
        return this;
    }

    /**
     * Sets what handles admin requests. By default separate threads do; a test with its own timer handles them there,
     * so that no time passes meanwhile.
     */
    public ProtocolOptionsBuilder adminThread(Executor value) {
        this.adminThread = value;
        return this;
    }

    /**
     * Sets what runs the deployment check's requests, which block until there is an answer; otherwise as {@link
     * #adminThread}.
     */
    public ProtocolOptionsBuilder checkThread(Executor value) {
        this.checkThread = value;
        return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException when two secrets of the settings are the same
     */
    public ProtocolOptions build() {
        return new ProtocolOptions(this);
    }
}
