// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import dev.rollcall.journal.ConfiguredJournal;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.cluster.ApplicationCluster;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Where an application keeps what must outlive it: in its own bean, in a directory, or nowhere. */
interface ApplicationJournal {

    /** Sets the journal. */
    void addTo(RollcallBuilder builder);

    /**
     * Chooses the journal.
     *
     * @param bean the application's own; null when it has none
     * @param cluster shares it with other instances; null where there is none
     * @param loader the application's class loader; null for the default
     * @throws RollcallStartException when a directory is set and the module for it is missing
     */
    static ApplicationJournal of(
            SettingValues settings,
            @Nullable Journal bean,
            @Nullable ApplicationCluster cluster,
            @Nullable ClassLoader loader) {
        if (bean != null) {
            return builder -> builder.journal(bean, JournalJson.INSTANCE);
        }
        if (ClassUtils.isPresent("dev.rollcall.journal.ConfiguredJournal", loader)) {
            return new Directory(settings, cluster);
        }
        String directory = settings.value(CoreSettings.DATA_DIR);
        if (settings.isSet(CoreSettings.DATA_DIR) && !directory.equals(CoreSettings.NO_DIRECTORY)) {
            throw new RollcallStartException(
                    "rollcall.data-dir: set, but rollcall-journal is not on the class path.",
                    "Add the dependency dev.rollcall:rollcall-journal in the version of the starter.",
                    null);
        }
        return cluster == null || !cluster.keepsJournal() ? builder -> {} : new Shared(cluster);
    }

    /**
     * A journal that instances keep together.
     *
     * @param cluster keeps it
     */
    record Shared(ApplicationCluster cluster) implements ApplicationJournal {
        @Override
        public void addTo(RollcallBuilder builder) {
            builder.journal(timer -> cluster.share(new MemoryJournal(timer), timer), JournalJson.INSTANCE);
        }
    }

    /**
     * In a directory. Loaded only if the module is there.
     *
     * @param settings name it
     * @param cluster shares it with other instances; null where there is none
     */
    record Directory(SettingValues settings, @Nullable ApplicationCluster cluster) implements ApplicationJournal {
        @Override
        public void addTo(RollcallBuilder builder) {
            builder.journal(this::open, JournalJson.INSTANCE);
        }

        private Journal open(Timer timer) {
            Journal own = ConfiguredJournal.open(settings, timer);
            return cluster == null ? own : cluster.share(own, timer);
        }
    }
}
