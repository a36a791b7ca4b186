// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.testkit.ManualTimer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a host tells the contract, and what it does with a timer. */
class ServletHostTest {

    private static final Identity ADA = new Identity("ada", Decision.granted());

    private final ServletContext context = mock(ServletContext.class);
    private final List<Request> decided = new ArrayList<>();
    private final List<Duration> drained = new ArrayList<>();
    private CompletableFuture<@Nullable Void> drain = CompletableFuture.completedFuture(null);

    private final Contract contract = new Contract() {
        @Override
        public Verdict decide(Request request) {
            decided.add(request);
            return new Verdict.Answer(HttpErrors.FAILED);
        }

        @Override
        public void watch(BooleanSupplier alive) {}

        @Override
        public void rejected(Refusal reason) {}

        @Override
        public CompletionStage<@Nullable Void> drain(Duration grace) {
            drained.add(grace);
            return drain;
        }
    };

    @Test
    void tellsWhetherARequestCameOverTlsAndFromWhom() throws IOException {
        try (ServletHost host = ServletHost.builder(contract)
                .identity(request -> request.isSecure() ? ADA : null)
                .build()) {
            host.service(request(true), response());
            host.service(request(false), response());
        }
        assertThat(decided).extracting(Request::secure).containsExactly(true, false);
        assertThat(decided).extracting(Request::identity).containsExactly(ADA, Identity.NOBODY);
    }

    @Test
    void takesThePathWithTheApplicationsOwnNameForItsContext() throws IOException {
        when(context.getContextPath()).thenReturn("/app");
        HttpServletRequest below = request(false);
        when(below.getContextPath()).thenReturn("/%61pp", "/shop");
        when(below.getRequestURI()).thenReturn("/%61pp/__skew/health", "/shop/__skew/health");
        try (ServletHost host = ServletHost.builder(contract).build()) {
            host.service(below, response());
            host.service(below, response());
        }
        assertThat(decided)
                .extracting(Request::path)
                .containsOnly("/app/__skew/health")
                .hasSize(2);
    }

    @Test
    void leavesTheResponseOfAnotherServletAlone() throws IOException {
        try (ServletHost host = ServletHost.builder(contract).build()) {
            for (DispatcherType type : List.of(DispatcherType.INCLUDE, DispatcherType.ERROR)) {
                HttpServletRequest request = request(false);
                when(request.getDispatcherType()).thenReturn(type);
                HttpServletResponse response = response();
                host.service(request, response);
                verifyNoInteractions(response);
            }
        }
        assertThat(decided).isEmpty();
    }

    @Test
    void doesNotCloseATimerThatWasHandedIn() {
        ManualTimer timer = ManualTimer.still();
        ServletHost.builder(contract).timer(timer).build().close();
        assertThat(timer.pending()).isZero();
        List<String> done = new ArrayList<>();
        timer.after(Duration.ofSeconds(1), () -> done.add("done"));
        timer.advance(Duration.ofSeconds(1));
        assertThat(done).containsExactly("done");
    }

    @Test
    void leavesInOrderWhenTheContainerTakesItOutOfService() {
        ServletHost host = ServletHost.builder(contract)
                .shutdownGrace(Duration.ofMinutes(1))
                .build();
        host.destroy();
        host.destroy();
        assertThat(drained).as("once").containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void doesNotWaitForTabsLongerThanItsGrace() {
        drain = new CompletableFuture<>();
        ServletHost.builder(contract)
                .shutdownGrace(Duration.ofMillis(1))
                .build()
                .destroy();
        assertThat(drained).hasSize(1);
    }

    @Test
    void doesNotLeaveWhenItIsClosed() {
        ServletHost host = ServletHost.builder(contract).build();
        host.close();
        host.destroy();
        assertThat(drained).isEmpty();
    }

    @Test
    void refusesAGraceThatIsNegative() {
        assertThatThrownBy(() -> ServletHost.builder(contract).shutdownGrace(Duration.ofSeconds(-1)))
                .hasMessage("shutdownGrace: PT-1S (expected: not negative)");
    }

    @Test
    void refusesAProbeTimeThatIsNotPositive() {
        assertThatThrownBy(() -> ServletHost.builder(contract).streamProbe(Duration.ZERO))
                .hasMessage("streamProbe: PT0S (expected: more than zero)");
    }

    private HttpServletRequest request(boolean secure) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getProtocol()).thenReturn("HTTP/1.1");
        when(request.getMethod()).thenReturn("GET");
        when(request.getRequestURI()).thenReturn("/__skew/health");
        when(request.getContextPath()).thenReturn("");
        when(request.getServletContext()).thenReturn(context);
        when(request.getRemoteAddr()).thenReturn("203.0.113.9");
        when(request.getHeaderNames()).thenReturn(Collections.emptyEnumeration());
        when(request.isSecure()).thenReturn(secure);
        return request;
    }

    private static HttpServletResponse response() throws IOException {
        HttpServletResponse response = mock(HttpServletResponse.class);
        when(response.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        clearInvocations(response);
        return response;
    }
}
