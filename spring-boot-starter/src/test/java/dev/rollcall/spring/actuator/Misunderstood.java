// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import java.util.stream.Stream;

/** Commands that the endpoint does not understand. */
final class Misunderstood {

    private Misunderstood() {}

    /** Returns commands with a mistake: the operation, a space, and the body. */
    static Stream<String> commands() {
        return Stream.of(
                "invalidate {\"rout\":\"/nothing-like-this\"}",
                "invalidate {\"Route\":\"/shop\"}",
                "invalidate {}",
                "invalidate ",
                "invalidate null",
                "invalidate []",
                "invalidate \"/shop\"",
                "invalidate {\"route\":\"/shop\"",
                "invalidate {\"route\":\"\"}",
                "invalidate {\"route\":null}",
                "invalidate {\"route\":5}",
                "invalidate {\"route\":true}",
                "invalidate {\"route\":[\"/shop\"]}",
                "invalidate {\"route\":{\"path\":\"/shop\"}}",
                "invalidate {\"route\":\"shop\"}",
                "invalidate {\"route\":\"/shop\",\"match\":\"gloob\"}",
                "invalidate {\"route\":\"/shop\",\"match\":5}",
                "invalidate {\"route\":\"/shop\",\"dryRun\":\"no\"}",
                "invalidate {\"route\":\"/shop\",\"version\":\"v1\"}",
                "invalidate {\"route\":\"/shop\",\"what\":\"announce\"}",
                "invalidate {\"match\":\"glob\"}",
                "invalidate {\"body\":\"e30=\",\"query\":\"\"}",
                "announce {}",
                "announce ",
                "announce {\"version\":\"\"}",
                "announce {\"version\":\"" + "x".repeat(200) + "\"}",
                "announce {\"version\":7}",
                "announce {\"version\":{\"id\":\"v3\"}}",
                "announce {\"version\":\"v\\u0000\"}",
                "announce {\"vesion\":\"v3\"}",
                "announce {\"version\":\"v3\",\"forse\":true}",
                "announce {\"version\":\"v3\",\"force\":\"true\"}",
                "announce {\"version\":\"v3\",\"force\":1}",
                "announce {\"version\":\"v3\",\"spread\":60}",
                "commands {\"action\":\"reload\"}",
                "commands {\"action\":\"reload\",\"target\":{}}",
                "commands {\"action\":\"reload\",\"target\":{\"verison\":[\"v1\"]}}",
                "commands {\"action\":\"reload\",\"target\":{\"route\":\"\"}}",
                "commands {\"action\":\"reload\",\"target\":\"everybody\"}",
                "commands {\"action\":\"explode\",\"target\":\"all\"}",
                "commands {\"action\":\"message\",\"target\":\"all\",\"message\":{\"type\":\"version\"}}",
                "explode {}");
    }

    /** Returns those that the admin endpoints take in the same form. */
    static Stream<String> commandsWithATwin() {
        return commands().filter(command -> !command.startsWith("invalidate") && !command.startsWith("explode"));
    }
}
