// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.server.settings.ServerSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A server that runs out of memory on its own thread as soon as it listens. */
final class FailingServer {

    private FailingServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        SettingValues settings = SettingValues.none()
                .with(ServerSettings.PORT, 0)
                .with(ServerSettings.HOST, "127.0.0.1")
                .with(CoreSettings.DATA_DIR, CoreSettings.NO_DIRECTORY);
        int code = ServerProcess.builder(settings, new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .onStart(server -> {
                    new Thread(
                                    () -> {
                                        throw new OutOfMemoryError("Cannot reserve direct buffer memory");
                                    },
                                    "out-of-memory")
                            .start();
                    return () -> {};
                })
                .run();
        System.exit(code);
    }
}
