// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.spring.app.PrincipalTest;
import org.junit.jupiter.api.Test;

/** Like {@link PrincipalTest}, in a WebFlux application. */
class FluxPrincipalTest {

    @Test
    void belowReactor() {
        try (FluxApplication app =
                FluxApplication.start("--spring.main.sources=" + PrincipalTest.OnlyAda.class.getName())) {
            PrincipalTest.onlyThePersonSeesStats(app.http(), app.signIn());
        }
    }
}
