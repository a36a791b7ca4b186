// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoLinksTest {

    @Test
    void printsThreeLinksAndOneCommand() {
        assertThat(printed("v1", "made-for-this-run"))
                .contains(
                        "Shop       http://localhost:1/\n",
                        "Dashboard  http://localhost:1/__skew/dashboard/#link=x\n",
                        "Metrics    http://localhost:1/__skew/metrics\n",
                        "curl -X POST -H 'Authorization: Bearer made-for-this-run'",
                        "-d '{\"version\":\"v2\"}' http://localhost:1/__skew/admin/releases\n");
    }

    @Test
    void quotesAnyVersionForTheShell() {
        assertThat(printed("it's\"7", "s")).contains("-d '{\"version\":\"it'\\''s\\\"8\"}' ");
    }

    @Test
    void leavesOutASecretThatWasSet() {
        assertThat(printed("v1", null)).contains("Bearer YOUR-ADMIN-SECRET'").doesNotContain("after that");
    }

    private static String printed(String version, @Nullable String secret) {
        StringWriter out = new StringWriter();
        new DemoLinks(
                        "http://localhost:1",
                        "http://localhost:1/__skew",
                        "http://localhost:1/__skew/dashboard/#link=x",
                        secret)
                .print(version, 60, new PrintWriter(out));
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
