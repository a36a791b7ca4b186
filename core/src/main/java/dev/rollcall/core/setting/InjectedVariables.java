// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes the variables that Kubernetes and Docker put into every container for a service whose name begins with
 * "rollcall": they look like settings but are not. Sources: Kubernetes, "Accessing the Service", environment variables;
 * Docker, "Legacy container links", environment variables. Pure functions.
 */
public final class InjectedVariables {

    private static final Pattern NAME = Pattern.compile("ROLLCALL(_[A-Z0-9_]+)?_("
            + "SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?" // Kubernetes
            + "|PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO|START|END)(_[A-Z0-9_]+)?)?" // both
            + "|ENV_[A-Za-z0-9_]+)"); // Docker

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    private InjectedVariables() {}

    /**
     * Returns whether a variable is one of them, by its name, or by a value that no setting of that name accepts.
     *
     * @param name the variable, which begins with {@code ROLLCALL_}
     */
    public static boolean isInjected(String name, String value) {
        return NAME.matcher(name).matches()
                || (name.endsWith("_PORT") && ADDRESS.matcher(value).matches())
                || (name.endsWith("_NAME") && value.startsWith("/"));
    }

    /**
     * Returns what to say about them, once.
     *
     * @param names the variables that were left alone, at least one
     */
    public static SettingProblem notice(List<String> names) {
        String shown = names.size() > 3 ? String.join(", ", names.subList(0, 3)) + ", ..." : String.join(", ", names);
        return SettingProblem.warning(
                names.size() + (names.size() == 1 ? " variable" : " variables") + " from Kubernetes or Docker "
                        + (names.size() == 1 ? "was" : "were") + " left alone (" + shown + ")",
                "to get rid of them, set enableServiceLinks: false for the pod");
    }
}
