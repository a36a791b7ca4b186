// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.ClientVersion.Source;
import dev.rollcall.spring.ClientVersion.State;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;

/** The build of the page that sent a request: by header, query or cookie, and whether that is certain. */
public class PageVersionTest {

    private static final Rollcall ROLLCALL =
            Rollcall.builder().currentVersion("v2").build();
    private static final String COOKIE = "__nkpv";
    private static final String HEADER = ClientVersion.HEADER;

    @AfterAll
    static void close() {
        ROLLCALL.close();
    }

    /** Requests to an application whose current version is v2: query, headers by name and value, and what they say. */
    public static Stream<Arguments> requests() {
        return Stream.of(
                arguments("", List.of(HEADER, "v1"), certain("v1", Source.HEADER, State.OUTDATED)),
                arguments("", List.of(HEADER, "v2"), certain("v2", Source.HEADER, State.UP_TO_DATE)),
                arguments("", List.of(HEADER, "b%C3%BC%2C%201"), certain("bü, 1", Source.HEADER, State.OUTDATED)),
                arguments("?rollcall-version=v1", List.of(), certain("v1", Source.QUERY, State.OUTDATED)),
                arguments(
                        "?q=100%25&rollcall-version=a+b%2B&x",
                        List.of(), certain("a b+", Source.QUERY, State.OUTDATED)),
                arguments("", List.of("Cookie", "__nkpv=v1"), new ClientVersion("v1", Source.COOKIE, State.UNKNOWN)),
                arguments("", List.of("Cookie", "__nkpv=v2"), new ClientVersion("v2", Source.COOKIE, State.UNKNOWN)),
                arguments("", List.of(), new ClientVersion(null, Source.NONE, State.UNKNOWN)),
                // The value nearest to the page counts, whatever another tab has left behind.
                arguments(
                        "?rollcall-version=v1",
                        List.of(HEADER, "v2", "Cookie", "__nkpv=v1"),
                        certain("v2", Source.HEADER, State.UP_TO_DATE)),
                arguments(
                        "?rollcall-version=v1",
                        List.of("Cookie", "__nkpv=v2"),
                        certain("v1", Source.QUERY, State.OUTDATED)),
                arguments(
                        "",
                        List.of(HEADER, "%00", "Cookie", "__nkpv=v1"),
                        new ClientVersion("v1", Source.COOKIE, State.UNKNOWN)));
    }

    private static ClientVersion certain(String version, Source source, State state) {
        return new ClientVersion(version, source, state);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName("header, then query, then cookie; only the first two are certain, on servlets and on WebFlux")
    void sources(String query, List<String> headers, ClientVersion expected) {
        ClientVersion servlet = servlet(query, headers);
        assertThat(servlet).isEqualTo(expected);
        assertThat(reactive(query, headers)).isEqualTo(expected);
        assertThat(expected.isCertain())
                .isEqualTo(expected.source() == Source.HEADER || expected.source() == Source.QUERY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "%", "%0", "%zz", "%00", "%0A", "%E2%80%AE", "%C3", "bü", "v1,v2", "v1;v2\u0000", "%20"
            })
    @DisplayName("an invalid version counts as none, and is never shown as one")
    void invalid(String value) {
        ClientVersion nothing = new ClientVersion(null, Source.NONE, State.UNKNOWN);
        assertThat(servlet("", List.of(HEADER, value))).isEqualTo(nothing);
        assertThat(page(List.of(), ClientVersion.PARAMETER + "=" + value.replace(",", "%00")))
                .isEqualTo(nothing);
    }

    @Test
    @DisplayName("several headers or parameters count when they agree, and never when they do not")
    void several() {
        assertThat(page(List.of("v1", "v1"), null).version()).isEqualTo("v1");
        assertThat(page(List.of("v1, v1"), null).version()).isEqualTo("v1");
        assertThat(page(List.of("v1", "v2"), null).source()).isEqualTo(Source.NONE);
        assertThat(page(List.of("v1, v2"), null).source()).isEqualTo(Source.NONE);
        assertThat(page(List.of(), "rollcall-version=v1&rollcall-version=v1").version())
                .isEqualTo("v1");
        assertThat(page(List.of(), "rollcall-version=v1&rollcall-version=v2").source())
                .isEqualTo(Source.NONE);
        assertThat(page(List.of(), "xrollcall-version=v1&rollcall-versions=v1").source())
                .isEqualTo(Source.NONE);
    }

    @Test
    @DisplayName("128 characters of any script fit; longer ones and endless repetitions are not read")
    void bounds() {
        String longest = "%E2%82%AC".repeat(128);
        assertThat(page(List.of(longest), null).version()).isEqualTo("€".repeat(128));
        assertThat(page(List.of("a".repeat(129)), null).source()).isEqualTo(Source.NONE);
        assertThat(page(List.of(longest + "a"), null).source()).isEqualTo(Source.NONE);
        assertThat(page(Collections.nCopies(100, "v1"), null).source()).isEqualTo(Source.NONE);
        assertThat(page(List.of("v1,".repeat(10_000)), null).source()).isEqualTo(Source.NONE);
        String query = "a=" + "x".repeat(20_000) + "&rollcall-version=v1";
        assertThat(page(List.of(), query).source()).isEqualTo(Source.NONE);
    }

    @Test
    @DisplayName("the rest of a query may be whatever the application likes")
    void foreignQuery() {
        assertThat(page(List.of(), "q=100%&&ü&=&rollcall-version=v1").version()).isEqualTo("v1");
        assertThat(page(List.of(), "&".repeat(1_000) + "rollcall-version=v1").version())
                .isEqualTo("v1");
    }

    @Test
    @DisplayName("the version cookie may have another name")
    void cookieName() {
        var other = new PageVersion(ROLLCALL, "build").read(List.of(), null, List.of("__nkpv=v1; build=v2"));
        assertThat(other).isEqualTo(new ClientVersion("v2", Source.COOKIE, State.UNKNOWN));
    }

    private static ClientVersion page(List<String> headers, @Nullable String query) {
        return new PageVersion(ROLLCALL, COOKIE).read(headers, query, List.of());
    }

    private static ClientVersion servlet(String query, List<String> headers) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/build");
        request.setQueryString(query.isEmpty() ? null : query.substring(1));
        for (int i = 0; i < headers.size(); i += 2) {
            request.addHeader(headers.get(i), headers.get(i + 1));
        }
        ClientVersions versions = new ClientVersions(ROLLCALL, COOKIE);
        ClientVersion version = versions.of(request);
        assertThat(versions.clientVersion(request)).isEqualTo(version.version());
        assertThat(versions.isClientOutdated(request)).isEqualTo(version.state() == State.OUTDATED);
        return version;
    }

    private static ClientVersion reactive(String query, List<String> headers) {
        MockServerHttpRequest.BaseBuilder<?> request =
                MockServerHttpRequest.method(HttpMethod.GET, URI.create("/build" + query));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        ReactiveClientVersions versions = new ReactiveClientVersions(ROLLCALL, COOKIE);
        MockServerHttpRequest built = request.build();
        ClientVersion version = versions.of(built);
        assertThat(versions.clientVersion(built)).isEqualTo(version.version());
        assertThat(versions.isClientOutdated(built)).isEqualTo(version.state() == State.OUTDATED);
        return version;
    }
}
