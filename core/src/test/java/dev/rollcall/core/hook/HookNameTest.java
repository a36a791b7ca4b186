// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HookNameTest {

    @Test
    void itIsTheClassAsItStandsInTheSource() {
        StatsAuthorizer lambda = request -> CompletableFuture.completedStage(StatsAuthorizer.Decision.denied());
        assertThat(HookName.of(lambda)).isEqualTo(HookNameTest.class.getName());
        assertThat(HookName.of(this)).isEqualTo(HookNameTest.class.getName());
        assertThat(HookName.inSource("site.Diary$$SpringCGLIB$$0")).isEqualTo("site.Diary");
        assertThat(HookName.inSource("site.App$1")).isEqualTo("site.App$1");
    }

    @Test
    void aThreadHasNoPackageInItsName() {
        assertThat(HookName.shortened("site.shop.Diary")).isEqualTo("Diary");
        assertThat(HookName.shortened("site.App$1")).isEqualTo("App$1");
        assertThat(HookName.shortened("site.Diary.opened(dev.rollcall.spring.ConnectionEvent$Opened)"))
                .isEqualTo("Diary.opened");
        assertThat(HookName.shortened("Diary")).isEqualTo("Diary");
        assertThat(HookName.shortened("diary")).isEqualTo("diary");
        assertThat(HookName.shortened("site.")).isEmpty();
    }
}
