// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rights that a user of Redis needs, as docs/clustering.md names them. */
final class RedisRights {

    private static final Pattern SENTENCE =
            Pattern.compile("An ACL user needs `([^`]+)` and the commands ([^.]+)\\.", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("`([A-Z]+)`");

    private RedisRights() {}

    private static Matcher sentence() {
        try {
            Matcher found = SENTENCE.matcher(Files.readString(Path.of("../docs/clustering.md")));
            assertThat(found.find()).isTrue();
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the commands, in lower case. */
    static List<String> commands() {
        List<String> commands = new ArrayList<>();
        Matcher word = WORD.matcher(sentence().group(2));
        while (word.find()) {
            commands.add(word.group(1).toLowerCase(Locale.ROOT));
        }
        return commands;
    }

    /**
     * Returns the line of redis.conf that makes a user named {@code rollcall}, with the same password and only these
     * rights.
     */
    static String user(String... more) {
        String rights = sentence().group(1) + " +" + String.join(" +", commands());
        return "user rollcall on >rollcall resetchannels -@all " + rights + " " + String.join(" ", more);
    }
}
