// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static java.util.Objects.requireNonNull;

import dev.rollcall.testkit.process.JavaProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The jar that the build has made. */
final class ServerJar {

    private ServerJar() {}

    /** Starts the jar with these arguments. */
    static JavaProcess start(Map<String, String> environment, String... arguments) throws IOException {
        String jar = requireNonNull(System.getProperty("rollcall.jar"), "rollcall.jar");
        return JavaProcess.start(List.of("-jar", jar), environment, arguments);
    }
}
