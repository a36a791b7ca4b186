// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionSizeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/blog/[0-9]+$",
                "^/(shop|cart|checkout)(/.*)?$",
                "/[a-z]{2}-[A-Z]{2}/",
                "^/product/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
                "\\p{Greek}{3}",
                "[]a]+",
                "a{,5}"
            })
    void whatPeopleWriteIsSmall(String expression) {
        assertThat(ExpressionSize.of(expression)).isBetween(1L, 200L);
        Target.route(RouteMatch.REGEX, expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{200}){200}){200}",
                "(((a{100}){100}){100}){100}",
                "(a{1000}){1000}",
                "(?:(?:[ab]{60}){60}){60}",
                "((a|b){50}c){50}",
                "((a{100,}){100,}){100,}",
                "((a{0,100}){0,100}){0,100}",
                "(((((((a{9}){9}){9}){9}){9}){9}){9}){9}"
            })
    void productsOfRepetitionsAreRefused(String expression) {
        assertThat(ExpressionSize.of(expression)).isGreaterThan(ExpressionSize.MOST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.route(RouteMatch.REGEX, expression))
                .withMessageContaining("when its repetitions are written out");
    }

    @Test
    void malformedExpressionsHaveASizeToo() {
        assertThat(ExpressionSize.of("(((")).isLessThan(10);
        assertThat(ExpressionSize.of(")))")).isLessThan(20);
        assertThat(ExpressionSize.of("[abc")).isLessThan(10);
        assertThat(ExpressionSize.of("\\")).isLessThan(10);
        assertThat(ExpressionSize.of("{5}")).isLessThan(20);
    }
}
