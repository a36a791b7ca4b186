// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells Spring's AOT processing what a native image must keep although nothing but a name refers to it: the files that are
 * served, the list of bots, the version files of front ends, and the classes whose presence shows which modules there are.
 * {@code META-INF/spring/aot.factories} names this class.
 */
final class RollcallRuntimeHints implements RuntimeHintsRegistrar {

    /** What the modules read from their own jars. */
    private static final List<String> FILES = List.of(
            "dev/rollcall/client/**", "dev/rollcall/dashboard/**", "dev/rollcall/protocol/http/guard/isbot.txt");

    /** The classes that are looked up by name, to find out whether their module is there. */
    private static final List<String> SOUGHT = List.of(
            "dev.rollcall.auth.settings.AuthSettings",
            "dev.rollcall.journal.ConfiguredJournal",
            "dev.rollcall.netty.NettySettings",
            "dev.rollcall.redis.RedisBackplane",
            "dev.rollcall.redis.RedisSettings",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails",
            "org.springframework.boot.tomcat.TomcatWebServer",
            "org.springframework.boot.web.server.context.WebServerApplicationContext",
            "org.springframework.security.core.Authentication",
            "org.springframework.security.oauth2.core.OAuth2Token");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        FILES.forEach(hints.resources()::registerPattern);
        VersionFinder.places().forEach(hints.resources()::registerPattern);
        SOUGHT.forEach(name -> hints.reflection().registerTypeIfPresent(loader, name));
    }
}
