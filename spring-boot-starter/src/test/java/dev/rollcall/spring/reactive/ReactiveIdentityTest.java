// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.Identity.Person;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.spring.app.Tokens;
import dev.rollcall.spring.security.PeopleRights;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.DefaultWebSessionManager;
import reactor.core.publisher.Mono;

class ReactiveIdentityTest {

    private static final OAuth2AccessToken TOKEN =
            new OAuth2AccessToken(TokenType.BEARER, "token", Tokens.PAST, Tokens.FUTURE);

    @Test
    void statsAreAllowedUntilTheTokenExpires() {
        assertThat(stats("SCOPE_stats", person(TOKEN, "SCOPE_stats"))).isEqualTo(Decision.grantedUntil(Tokens.FUTURE));
        assertThat(stats("SCOPE_stats", person("password", "SCOPE_stats"))).isEqualTo(Decision.granted());
    }

    @Test
    void statsAreAllowedToARoleAndToAnAuthorityOfTheSameName() {
        assertThat(stats("ADMIN", person("password", "ROLE_ADMIN")).allowed()).isTrue();
        assertThat(stats("ROLE_ADMIN", person("password", "ROLE_ADMIN")).allowed())
                .isTrue();
        assertThat(stats("ADMIN", person("password", "ROLE_USER")).allowed()).isFalse();
        assertThat(stats(null, person("password", "ROLE_ADMIN")).allowed()).isFalse();
    }

    @Test
    void namesArePassedOnOnlyIfTheyAreWantedAndNotAnonymous() {
        Authentication anonymous = new AnonymousAuthenticationToken(
                "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
        assertThat(identity(true, null, signsIn(person("password", "ROLE_USER")))
                        .name())
                .isEqualTo("grace");
        assertThat(identity(false, null, signsIn(person("password", "ROLE_USER")))
                        .name())
                .isNull();
        assertThat(identity(true, null, signsIn(anonymous)).name()).isNull();
    }

    @Test
    void thePrincipalIsPassedOn() {
        Authentication grace = person("password", "ROLE_USER");
        assertThat(identity(false, null, signsIn(grace)).principal()).isSameAs(grace);
        assertThat(identity(
                                true,
                                null,
                                signsIn(new AnonymousAuthenticationToken(
                                        "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))))
                        .principal())
                .isNull();
    }

    @Test
    void nobodyIsSignedInWhenTheFilterFailsOrAnswersByItself() {
        Identity nobody = new Identity(null, Decision.denied());
        assertThat(identity(true, "ADMIN", (exchange, chain) -> Mono.error(new IllegalStateException("by the test"))))
                .isEqualTo(nobody);
        assertThat(identity(true, "ADMIN", (exchange, chain) -> Mono.empty())).isEqualTo(nobody);
    }

    @Test
    void nobodyIsLookedForWhereItDoesNotMatter() {
        assertThat(resolver(true, "ADMIN", (exchange, chain) -> Mono.error(new AssertionError("must not be asked")))
                        .resolve(request("/__skew/route")))
                .isNull();
    }

    @Test
    void tabsAreLookedForWhateverTheBasePathIs() {
        ReactiveIdentity grace = resolver(true, "ADMIN", signsIn(person("password", "ROLE_ADMIN")));
        for (String path : List.of("/admin/tabs/ws", "/app/admin/__skew/subscribe-stats", "/metrics/sse")) {
            CompletionStage<Identity> found = Objects.requireNonNull(grace.resolve(request(path)), path);
            assertThat(found.toCompletableFuture().join().name()).as(path).isEqualTo("grace");
        }
    }

    @Test
    void peopleAreLookedForAtTheAdminEndpointsOnlyIfTheirRolesMatterThere() {
        WebFilter ada = signsIn(person("password", "ROLE_ADMIN"));
        Request admin = request("/__skew/admin/stats");
        assertThat(resolver(true, "ADMIN", ada).resolve(admin)).isNull();
        ReactiveIdentity open = resolver(new PeopleRights(false, null, Set.of("ADMIN", "OPS")), ada);
        CompletionStage<Identity> found = Objects.requireNonNull(open.resolve(admin));
        assertThat(found.toCompletableFuture().join().person()).isEqualTo(new Person("grace", Set.of("ADMIN")));
        assertThat(open.resolve(request("/__skew/metrics"))).isNotNull();
        assertThat(open.resolve(request("/__skew/dashboard/index.html"))).isNull();
        Request withSecret = admin.withHeaders(Headers.of(Map.of("authorization", List.of("Bearer secret"))));
        assertThat(open.resolve(withSecret)).as("no filter need see a secret").isNull();
    }

    private static Decision stats(@Nullable String role, Authentication person) {
        return identity(false, role, signsIn(person)).stats();
    }

    private static Identity identity(boolean label, @Nullable String role, WebFilter filter) {
        CompletionStage<Identity> found =
                Objects.requireNonNull(resolver(label, role, filter).resolve(request("/__skew/ws")));
        return found.toCompletableFuture().join();
    }

    private static ReactiveIdentity resolver(boolean label, @Nullable String role, WebFilter filter) {
        return resolver(new PeopleRights(label, role, Set.of()), filter);
    }

    private static ReactiveIdentity resolver(PeopleRights rights, WebFilter filter) {
        return new ReactiveIdentity(
                () -> filter,
                new WebSessionPeople(new DefaultWebSessionManager(), rights),
                rights,
                true,
                request -> request.headers().first("authorization") != null);
    }

    private static WebFilter signsIn(Authentication person) {
        return (exchange, chain) ->
                chain.filter(exchange.mutate().principal(Mono.just(person)).build());
    }

    private static Authentication person(Object credentials, String authority) {
        return new TestingAuthenticationToken("grace", credentials, authority);
    }

    private static Request request(String path) {
        return new Request(
                "GET", path, "", Headers.of(Map.of()), InetAddress.getLoopbackAddress(), new byte[0], true, null);
    }
}
