// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteGroupsTest {

    @ParameterizedTest
    @CsvSource({
        "/product/*, /product/17",
        "/product/*, /product/17/",
        "/product/:id, /product/17",
        "/product/[id], /product/17",
        "/product/{id}, /product/17",
        "/product/:id/edit, /product/17/edit",
        "/docs/**, /docs/a",
        "/docs/**, /docs/a/b/c",
        "/docs/[...slug], /docs/a/b",
        "/docs/:rest*, /docs/a/b",
        "/über/*, /über/uns",
        "/%C3%BCber/*, /über/uns",
        "/**, /anything/at/all",
        "/about, /about"
    })
    void aRouteBelongs(String group, String route) {
        assertThat(RouteGroups.of(List.of(group)).of(route)).isEqualTo(group);
    }

    @ParameterizedTest
    @CsvSource({
        "/product/*, /product",
        "/product/*, /product/",
        "/product/*, /product/17/edit",
        "/product/*, /products/17",
        "/docs/**, /docs",
        "/docs/**, /docs/",
        "/about, /about/us"
    })
    void aRouteDoesNotBelong(String group, String route) {
        assertThat(RouteGroups.of(List.of(group)).of(route)).isNull();
    }

    @Test
    void theFirstOneCounts() {
        RouteGroups groups = RouteGroups.of(List.of("/product/new", "/product/*", "/**"));
        assertThat(groups.of("/product/new")).isEqualTo("/product/new");
        assertThat(groups.of("/product/1")).isEqualTo("/product/*");
        assertThat(groups.of("/else")).isEqualTo("/**");
        assertThat(groups.of("/")).isNull();
        assertThat(RouteGroups.none().of("/product/1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"product/*", "/a?b", "/a#b", "/**/edit", "/[...slug]/edit", ""})
    void malformed(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteGroups.of(List.of(pattern)));
    }
}
