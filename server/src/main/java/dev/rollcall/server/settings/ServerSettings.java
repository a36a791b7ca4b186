// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;
import java.util.Set;

/** The settings that only a standalone process has: where it listens, and its log. */
public final class ServerSettings {

    /**
     * The environment variable that names the file with settings. It is not a setting itself, because it could not be in
     * the file.
     */
    public static final String CONFIG_VARIABLE = Setting.VARIABLE_PREFIX + "CONFIG";

    /**
     * Environment variables that are not settings: the one above, and those of the commands that talk to a running
     * server.
     */
    public static final Set<String> NO_SETTINGS =
            Set.of(CONFIG_VARIABLE, Setting.VARIABLE_PREFIX + "URL", Setting.VARIABLE_PREFIX + "TOKEN");

    static final SettingGroup SERVER = new SettingGroup("Server");
    static final SettingGroup LOG = new SettingGroup("Log");

    /** The groups of settings that applications do not have, because their framework has its own. */
    static final Set<SettingGroup> PROCESS_ONLY = Set.of(SERVER, LOG);

    /** Where to listen: port. */
    public static final Setting<Integer> PORT = SERVER.define(
                    "port", SettingTypes.port(), "TCP port to listen on; 0 takes any free one.")
            .byDefault("8080");

    /** Where to listen: address. */
    public static final Setting<String> HOST = SERVER.define(
                    "host", SettingTypes.localAddress(), "Address to listen on; * means all of them, IPv4 and IPv6.")
            .byDefault("*");

    /** Whether to run the code before the first tab connects. */
    public static final Setting<Boolean> WARM_UP = SERVER.define(
                    "warm-up",
                    SettingTypes.bool(),
                    "Whether to exercise the code for a second after the start, on a loopback port of its own, so that the "
                            + "first message to many tabs is as fast as later ones.")
            .byDefault("true");

    /** How a log line looks. */
    public static final Setting<LogFormat> LOG_FORMAT = LOG.define(
                    "log-format",
                    SettingTypes.choice(LogFormat.class),
                    "Whether the log has lines for people, or one JSON object per line. It is written to standard error.")
            .byDefault("text");

    /** What is logged. */
    public static final Setting<LogLevel> LOG_LEVEL = LOG.define(
                    "log-level",
                    SettingTypes.choice(LogLevel.class),
                    "The least important lines that are still logged.")
            .byDefault("info");

    /** The file for a line about each command, and each token that is made or revoked. */
    public static final Setting<String> AUDIT_FILE = LOG.define(
                    "audit-file",
                    SettingTypes.text("FILE", "the path of a file", "/var/log/rollcall/audit.jsonl", ".*\\S.*"),
                    "File to which a line of JSON is appended for each command that is given at this server: who gave it, the "
                            + "command as data, and how many tabs it matched; and for each token that is made or revoked at it. It "
                            + "is created if it is missing, readable only by its owner, and opened again when it has been moved "
                            + "away. A line that cannot be written is lost, logged and counted; what it tells of is done all the "
                            + "same.")
            .optional("none");

    private ServerSettings() {}

    /** How a log line looks. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON
    }

    /** How important a log line is. */
    public enum LogLevel {
        /** Somebody must act at once. */
        ERROR,
        /** Somebody must act. */
        WARN,
        /** What happened to the server. */
        INFO,
        /** What happened to each connection. */
        DEBUG,
        /** Everything. */
        TRACE
    }
}
