// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FatalTest {

    @Test
    void outOfMemoryIsFatalInsideOfOthersTooAndADeepStackIsNot() {
        assertThat(Fatal.is(new CompletionException(
                        new OutOfMemoryError("Cannot reserve 131072 bytes of direct buffer memory"))))
                .isTrue();
        assertThat(Fatal.is(new InternalError())).isTrue();
        assertThat(Fatal.is(new StackOverflowError())).isFalse();
        assertThat(Fatal.is(new AssertionError())).isFalse();
        assertThat(Fatal.is(new IllegalStateException())).isFalse();
        assertThat(Fatal.is(null)).isFalse();
    }

    @Test
    void theHandlerOfTheThreadHears() throws InterruptedException {
        List<Throwable> heard = new ArrayList<>();
        Thread thread = new Thread(() -> {
            Fatal.check(new IllegalStateException());
            Fatal.ended("An event loop has ended.");
        });
        thread.setUncaughtExceptionHandler((in, failure) -> heard.add(failure));
        thread.start();
        thread.join();
        assertThat(heard)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("An event loop has ended."));
    }
}
