// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.testkit.ManualTimer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A request that is answered later, and what its container reports about it meanwhile. */
class AsyncExchangeTest {

    private final AsyncContext async = mock(AsyncContext.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private int broken;

    private AsyncExchange started() {
        AsyncExchange exchange = Objects.requireNonNull(AsyncExchange.start(request, response, ManualTimer.still()));
        exchange.whenBroken(() -> broken++);
        return exchange;
    }

    @BeforeEach
    void prepare() {
        when(request.startAsync(any(), any())).thenReturn(async);
        when(request.getProtocol()).thenReturn("HTTP/1.1");
    }

    @Test
    @DisplayName("work for a client that has gone is ended, if the container reports that")
    void error() {
        started().onError(new AsyncEvent(async));
        assertThat(broken).isEqualTo(1);
        verify(async).complete();
    }

    @Test
    @DisplayName("so is work that takes longer than the request's limit")
    void timeout() {
        started().onTimeout(new AsyncEvent(async));
        assertThat(broken).isEqualTo(1);
        verify(response).setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
        verify(async).complete();
    }

    @Test
    @DisplayName("an answered request ends nothing")
    void complete() {
        AsyncExchange exchange = started();
        exchange.complete();
        exchange.onComplete(new AsyncEvent(async));
        assertThat(broken).isZero();
    }
}
