// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import dev.rollcall.spring.ClientVersions;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application under test in this module. */
@SpringBootApplication
class Shop {

    /** Injects what an application's own controllers inject. */
    @RestController
    static class Prices {

        private final Rollcall rollcall;
        private final ClientVersions versions;

        Prices(Rollcall rollcall, ClientVersions versions) {
            this.rollcall = rollcall;
            this.versions = versions;
        }

        @PostMapping("/prices")
        int changed() {
            return rollcall.invalidate(Target.route("/checkout")).matched();
        }

        @GetMapping("/prices")
        String read(HttpServletRequest request) {
            return versions.isClientOutdated(request) ? "old" : "new";
        }
    }
}
