// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedGroupTest {

    @Test
    void isReadAsItWasWritten() {
        String place = NamedGroup.place("/product/17", "/product/:id(\\d+)?");
        assertThat(NamedGroup.route(place)).isEqualTo("/product/17");
        assertThat(NamedGroup.group(place)).isEqualTo("/product/:id(\\d+)?");
        assertThat(NamedGroup.group(NamedGroup.place("/a%20b", "/a b"))).isEqualTo("/a%20b");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "product", "/a\nb", "/a\u202Eb", "/zero\u200Bwidth"})
    void whatDoesNotFitIsNoGroup(String group) {
        String place = NamedGroup.place("/product/17", group);
        assertThat(place).isEqualTo("/product/17");
        assertThat(NamedGroup.route(place)).isEqualTo("/product/17");
        assertThat(NamedGroup.group(place)).isNull();
    }

    @Test
    void isNotLongerThanARoute() {
        String longest = "/" + "x".repeat(Route.MAX_LENGTH - 1);
        assertThat(NamedGroup.group(NamedGroup.place("/", longest))).isEqualTo(longest);
        assertThat(NamedGroup.group(NamedGroup.place("/", longest + "x"))).isNull();
    }
}
