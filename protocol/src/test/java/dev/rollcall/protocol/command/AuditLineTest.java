// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.AuditEntry.AboutToken;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.match.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuditLineTest {

    private static final Actor ADA = new Actor("ada", Via.SECRET, null, "203.0.113.0/24");

    private static String made(Actor by, String name) {
        AboutToken about =
                new AboutToken("3f9ac2d417be", name, List.of("reload"), List.of("/shop/**"), 10, 1_739_776_060_000L);
        String words = "token 3f9ac2d417be with reload until 2025-02-17T07:07:40Z, 10 percent of the tabs,"
                + " routes matching /shop/**";
        return new String(
                AuditLine.of(new AuditEntry(
                        "m4x2-1z141z3",
                        1_732_000_060_000L,
                        by,
                        "make-token",
                        words,
                        name,
                        0,
                        1,
                        1,
                        false,
                        true,
                        about)),
                UTF_8);
    }

    @Test
    @DisplayName("a token that was made has the line that the docs show")
    void aTokenHasALine() throws IOException {
        String line = made(new Actor("admin-secret", Via.SECRET), "shop-team");
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains("\n" + line + "```\n");
    }

    @Test
    void theAddressIsThereWhereItIsKept() {
        assertThat(made(ADA, "x"))
                .contains("\"by\":\"ada\",\"via\":\"secret\",\"ip\":\"203.0.113.0/24\",\"action\":\"make-token\"");
    }

    @Test
    void aCommandHasALine() {
        Command command = new Command("m4-2", 1_732_000_000_000L, ADA, Order.reload(Target.all()), "v1");
        assertThat(new String(AuditLine.of(new Outcome(command, Outcome.Status.GIVEN, 3, 1, "v1", false)), UTF_8))
                .startsWith("{\"command\":{\"id\":\"m4-2\",")
                .endsWith("\"target\":\"all tabs\",\"matched\":3,\"answered\":1,\"nodes\":1}\n");
    }

    @Test
    @DisplayName("whatever the name, the entry is one line, with the name as one text in it")
    void notForged() {
        String line = made(new Actor("eve\n{\"command\":{}}\r\u2028", Via.IDENTITY), "x\",\"by\":\"ada\n");
        assertThat(line.lines()).hasSize(1);
        assertThat(line).contains("\"name\":\"x\\\",\\\"by\\\":\\\"ada\\u000a\"", "\"by\":\"eve\\u000a{\\\"command");
    }
}
