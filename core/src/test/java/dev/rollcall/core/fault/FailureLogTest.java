// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {

    private final LogLines log = LogLines.of(FailureLogTest.class);
    private final FailureLog failures =
            new FailureLog(LoggerFactory.getLogger(FailureLogTest.class), "Listener", "it goes on");

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void theFirstSecondFourthAndEighthAreSaidAndOnlyTheFirstWithItsTrace() {
        for (int i = 0; i < 1_000; i++) {
            failures.failed("site.Diary", new IllegalStateException("database away"));
        }
        assertThat(log.lines()).hasSize(10);
        assertThat(log.lines().get(0)).isEqualTo("Listener site.Diary failed; it goes on.");
        assertThat(log.lines().get(9))
                .isEqualTo(
                        "Listener site.Diary failed with java.lang.IllegalStateException, 512 times so far; it goes on.");
        assertThat(log.traces()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherExceptionAndAnotherClassAreSaidByThemselves() {
        failures.failed("site.Diary", new IllegalStateException());
        failures.failed("site.Diary", new StackOverflowError());
        failures.failed("site.Other", new IllegalStateException());
        assertThat(log.lines()).hasSize(3);
        assertThat(log.traces()).hasSize(3);
    }

    @Test
    void thereIsAnEndToTheKindsThatAreToldApart() {
        for (int i = 0; i < 10 * FailureLog.MOST_KINDS; i++) {
            failures.failed("site.Generated" + i, new IllegalStateException());
        }
        assertThat(log.traces()).hasSize(FailureLog.MOST_KINDS + 1);
        assertThat(log.lines()).last().asString().contains("or another exception, 512 times so far");
    }

    @Test
    void aFatalOneIsAlsoForTheHandlerOfTheThread() throws InterruptedException {
        Throwable[] handled = new Throwable[1];
        Thread thread = new Thread(() -> failures.failed("site.Diary", new OutOfMemoryError("by the test")));
        thread.setUncaughtExceptionHandler((where, failure) -> handled[0] = failure);
        thread.start();
        thread.join();
        assertThat(handled[0]).isInstanceOf(OutOfMemoryError.class);
    }
}
