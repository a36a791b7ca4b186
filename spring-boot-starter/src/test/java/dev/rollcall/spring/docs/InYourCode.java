// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.docs;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.receipt.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;

/** The code of docs/spring-boot.md, exactly as shown there; see {@link SpringBootPageTest}. */
final class InYourCode {

    private final Rollcall rollcall;

    InYourCode(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    @Nullable
    Receipt commands() {
        Order deploy = Order.release("build-2", true) // makes it current; outdated tabs reload by themselves,
                .at(Pace.over(Duration.ofMinutes(10))) // spread over ten minutes,
                .within(Duration.ofMinutes(1)) // each at most a minute after it was told,
                .until(StopRule.lost(5)); // until 5 % of them do not come back
        if (rollcall.dryRun(deploy).matched() < 50_000) {
            String id = rollcall.give(deploy).command().id();
            Receipt receipt = rollcall.receipt(id); // how many wait, have reloaded, are gone
            rollcall.abort(id, "the new build is slow");
            return receipt;
        }
        return null;
    }

    void more() {
        rollcall.give(Order.reload(Target.route("/checkout").and(Target.outdated())));
        rollcall.give(Order.announce(Target.percent(10))); // reminds a tenth of the tabs
    }

    @Bean
    StatsAuthorizer supportMaySeeStats() {
        return request -> CompletableFuture.completedStage(
                request.principal() instanceof Authentication user && isOnDuty(user.getName())
                        ? Decision.granted()
                        : Decision.denied());
    }

    private static boolean isOnDuty(String name) {
        return name.equals("ada");
    }
}
