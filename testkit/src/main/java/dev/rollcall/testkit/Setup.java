// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a server under test: the defaults, with {@value #CURRENT} as the current version and one admin
 * secret. Not thread-safe.
 */
public final class Setup {

    /** The current version. */
    public static final String CURRENT = "v2";

    /** The admin secret. */
    public static final String SECRET = "correct-horse-battery-staple";

    private final List<Consumer<RollcallBuilder>> core = new ArrayList<>();
    private final List<Consumer<ProtocolOptionsBuilder>> options = new ArrayList<>();
    private SettingValues settings = SettingValues.none();

    Setup() {}

    /** Sets a setting, of the core or of the contract. */
    public <T> Setup set(Setting<T> setting, T value) {
        settings = settings.with(setting, value);
        return this;
    }

    /** Changes what is not a setting of the core: listeners, telemetry. */
    public Setup core(Consumer<RollcallBuilder> change) {
        core.add(change);
        return this;
    }

    /** Changes what is not a setting of the contract: secrets, users, the dashboard. */
    public Setup options(Consumer<ProtocolOptionsBuilder> change) {
        options.add(change);
        return this;
    }

    /** Sets who may see stats. */
    public Setup authorizer(StatsAuthorizer authorizer) {
        return core(builder -> builder.statsAuthorizer(authorizer));
    }

    /** Lets everybody see stats. */
    public Setup open() {
        return authorizer(Authorizers.everybody());
    }

    String basePath() {
        return settings.value(ContractSettings.BASE_PATH);
    }

    Rollcall rollcall(ManualTimer timer, @Nullable Backplane backplane) {
        RollcallBuilder builder =
                Rollcall.builder().currentVersion(CURRENT).settings(settings).timer(timer);
        if (backplane != null) {
            builder.backplane(backplane, NodeJson.INSTANCE).clusterThread(task -> timer.after(Duration.ZERO, task));
        }
        core.forEach(change -> change.accept(builder));
        return builder.build();
    }

    Protocol protocol(Rollcall rollcall) {
        Timer timer = rollcall.internals().timer();
        ProtocolOptionsBuilder builder = ProtocolOptions.builder()
                .settings(settings)
                .checkThread(task -> timer.after(Duration.ZERO, task)) // no time passes while it waits for answers
                .secrets(AdminSecrets.builder().admin("test", SECRET).build());
        options.forEach(change -> change.accept(builder));
        return new Protocol(rollcall, builder.build());
    }
}
