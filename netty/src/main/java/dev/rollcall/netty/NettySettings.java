// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.internal.flow.ByteBudget;
import java.nio.file.Path;
import java.util.List;

/** The settings of a {@link NettyHost} that do not depend on where it runs. */
public final class NettySettings {

    /** The group. */
    public static final SettingGroup TLS = new SettingGroup("TLS");

    /** The server's certificate. */
    public static final Setting<Path> TLS_CERTIFICATE = TLS.define(
                    "tls-certificate",
                    file("/etc/rollcall/certificate.pem"),
                    "Certificate for TLS, and for HTTP/2 with browsers: a PEM file with the server's own certificate, followed "
                            + "by its issuers. It is checked every 10 s. A new one is used for new connections; a broken one "
                            + "is logged, and the old one stays.")
            .property("netty.tls-certificate")
            .optional("none: HTTP in the clear");

    /** The key of that certificate. */
    public static final Setting<Path> TLS_KEY = TLS.define(
                    "tls-key",
                    file("/etc/rollcall/key.pem"),
                    "Private key of the certificate: a PEM file in PKCS#8, not encrypted (BEGIN PRIVATE KEY).")
            .property("netty.tls-key")
            .optional();

    /** Which TLS implementation is used. */
    public static final Setting<Boolean> NATIVE_TLS = TLS.define(
                    "native-tls",
                    SettingTypes.bool(),
                    "Whether to use BoringSSL for TLS where it is available, which takes a fraction of the processor time. Elsewhere "
                            + "Java's own TLS is used.")
            .property("netty.native-tls")
            .byDefault("true");

    /** The group. */
    public static final SettingGroup MEMORY = new SettingGroup("Memory");

    /** How much clients may make the host hold. */
    public static final Setting<Integer> MAX_BUFFERED_BYTES = MEMORY.define(
                    "max-buffered-bytes",
                    SettingTypes.whole((int) ByteBudget.LEAST, Integer.MAX_VALUE, "bytes"),
                    "How much memory all clients together may make the server hold, with unfinished requests, responses that they "
                            + "do not read, and unfinished messages. One client address may use a quarter of it, unless it is "
                            + "loopback or private. Beyond that, of the connections from the address that holds most, the one "
                            + "that has held memory longest is closed.")
            .property("netty.max-buffered-bytes")
            .optional("a quarter of the largest heap, or of the memory for buffers outside of it if that is less");

    private NettySettings() {}

    /** Returns what is wrong with settings that are each valid. */
    public static List<SettingProblem> problems(SettingValues values) {
        boolean certificate = values.isSet(TLS_CERTIFICATE);
        if (certificate == values.isSet(TLS_KEY)) {
            return List.of();
        }
        Setting<?> set = certificate ? TLS_CERTIFICATE : TLS_KEY;
        Setting<?> missing = certificate ? TLS_KEY : TLS_CERTIFICATE;
        return List.of(SettingProblem.error(
                missing.name() + ": not set (expected: together with " + set.name() + "; TLS needs both)",
                "set it too, or remove " + set.name()));
    }

    /**
     * Applies the values to a builder: the bound of memory, and TLS.
     *
     * @param values values without {@link #problems}
     * @param timer schedules the checks of the files
     */
    public static void apply(SettingValues values, NettyHostBuilder builder, Timer timer) {
        Integer bytes = values.find(MAX_BUFFERED_BYTES);
        if (bytes != null) {
            builder.maxBufferedBytes(bytes);
        }
        Path certificate = values.find(TLS_CERTIFICATE);
        Path key = values.find(TLS_KEY);
        if (certificate != null && key != null) {
            builder.tls(certificate, key, timer).nativeTls(values.value(NATIVE_TLS));
        }
    }

    /** Returns the type of a file that need not exist yet. */
    private static SettingType<Path> file(String example) {
        return SettingType.of(SettingType.Form.TEXT, "FILE", "the path of a PEM file", example, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("blank");
            }
            return Path.of(text);
        });
    }
}
