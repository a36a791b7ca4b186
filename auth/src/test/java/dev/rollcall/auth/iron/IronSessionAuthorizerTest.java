// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.withCookies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.StatsRequests;
import dev.rollcall.auth.iron.IronSessionAuthorizer.Iterations;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IronSessionAuthorizerTest {

    private static final RequiredClaim ADMIN = RequiredClaim.parse("user.role=admin");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SKEW = Duration.ofSeconds(60);

    @Test
    @DisplayName("S2: an admin's cookie allows stats, a visitor's does not")
    void requiredField() {
        IronFixture admin = IronFixture.read("h3-1-admin");
        IronSessionAuthorizer authorizer = settings(admin, timerAt(admin)).build();
        assertThat(ask(authorizer, withCookies(admin.cookies()))).isEqualTo(Decision.granted());
        assertThat(ask(authorizer, withCookies(IronFixture.read("h3-1-visitor").cookies()))
                        .allowed())
                .isFalse();
        assertThat(ask(authorizer, withCookies(Map.of())).allowed()).isFalse();
        assertThat(ask(authorizer, withCookies(Map.of("other", admin.sealed()))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: stats can be allowed by e-mail address, for several people")
    void listOfPeople() {
        IronFixture admin = IronFixture.read("h3-1-admin");
        RequiredClaim people = RequiredClaim.parse("user.email=zoe@example.org|ann@example.org");
        IronSessionAuthorizer authorizer =
                settings(admin, timerAt(admin)).requiredField(people).build();
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isTrue();
        assertThat(ask(authorizer, withCookies(IronFixture.read("h3-1-visitor").cookies()))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: the permission ends with the seal, with a tolerance of 60 s")
    void expiry() {
        IronFixture fixture = IronFixture.read("iron-1-ttl");
        long expiry = Objects.requireNonNull(fixture.expiryMillis());
        ManualTimer timer = timerAt(fixture);
        IronSessionAuthorizer authorizer = settings(fixture, timer).build();
        StatsRequest request = withCookies(fixture.cookies());
        Instant end = Instant.ofEpochMilli(expiry).plus(SKEW);
        assertThat(ask(authorizer, request)).isEqualTo(Decision.grantedUntil(end));
        timer.advance(Duration.ofMillis(end.toEpochMilli() - 1 - timer.millis()));
        assertThat(ask(authorizer, request).allowed()).isTrue();
        timer.advance(Duration.ofMillis(1));
        assertThat(ask(authorizer, request).allowed()).isFalse();
        assertThat(ask(settings(fixture, timer).build(), request).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: a session ends maxAge after its creation, even if it was sealed again")
    void maxAge() {
        IronFixture fixture = IronFixture.read("h3-1-admin");
        ManualTimer timer = timerAt(fixture);
        IronSessionAuthorizer authorizer = settings(fixture, timer).maxAge(HOUR).build();
        StatsRequest request = withCookies(fixture.cookies());
        Instant end = Instant.ofEpochMilli(fixture.createdMillis()).plus(HOUR);
        assertThat(ask(authorizer, request)).isEqualTo(Decision.grantedUntil(end));
        timer.advance(HOUR);
        assertThat(ask(authorizer, request).allowed()).isFalse();
        assertThat(ask(settings(fixture, timer).maxAge(HOUR).build(), request).allowed())
                .isFalse();
        assertThat(ask(settings(fixture, timer).build(), request).allowed()).isTrue();
    }

    @Test
    @DisplayName("S2: the permission ends at the earlier of the seal's and the session's end")
    void earlierEnd() {
        for (String name : List.of("h3-1-max-age", "h3-2-max-age")) {
            IronFixture fixture = IronFixture.read(name);
            IronSessionAuthorizer authorizer =
                    settings(fixture, timerAt(fixture)).maxAge(HOUR).build();
            assertThat(ask(authorizer, withCookies(fixture.cookies())))
                    .isEqualTo(Decision.grantedUntil(
                            Instant.ofEpochMilli(fixture.createdMillis()).plus(HOUR)));
        }
    }

    @Test
    @DisplayName("Reads the header before the cookie, as h3 does")
    void header() {
        IronFixture admin = IronFixture.read("h3-1-admin");
        IronFixture visitor = IronFixture.read("h3-1-visitor");
        IronSessionAuthorizer authorizer = settings(admin, timerAt(admin)).build();
        String name = "x-nuxt-session-session";
        assertThat(ask(authorizer, StatsRequests.from(null, Map.of(name, List.of(admin.sealed())), visitor.cookies()))
                        .allowed())
                .isTrue();
        assertThat(ask(authorizer, StatsRequests.from(null, Map.of(name, List.of(visitor.sealed())), admin.cookies()))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("Opens cookies of h3 1, of h3 2, of both during a move, and chunked ones")
    void iterations() {
        IronFixture one = IronFixture.read("h3-1-admin");
        IronFixture two = IronFixture.read("h3-2-admin");
        ManualTimer timer = timerAt(one);
        IronSessionAuthorizer both =
                settings(one, timer).iterations(Iterations.BOTH).build();
        assertThat(ask(both, withCookies(one.cookies())).allowed()).isTrue();
        assertThat(ask(both, withCookies(two.cookies())).allowed()).isTrue();
        assertThat(ask(both, withCookies(IronFixture.read("h3-2-chunked").cookies()))
                        .allowed())
                .isTrue();
        assertThat(ask(settings(one, timer).iterations(Iterations.ONE).build(), withCookies(two.cookies()))
                        .allowed())
                .isFalse();
        assertThat(ask(settings(one, timer).iterations(Iterations.MANY).build(), withCookies(one.cookies()))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S6: chunks that are missing, too many or too long are refused")
    void oddChunks() {
        IronFixture chunked = IronFixture.read("h3-2-chunked");
        IronSessionAuthorizer authorizer = settings(chunked, timerAt(chunked)).build();
        for (String main : List.of(
                "__chunked__",
                "__chunked__0",
                "__chunked__1",
                "__chunked__3",
                "__chunked__999",
                "__chunked__-1",
                "__chunked__2x")) {
            Map<String, String> cookies = new HashMap<>(chunked.cookies());
            cookies.put("nuxt-session", main);
            assertThat(ask(authorizer, withCookies(cookies)).allowed()).as(main).isFalse();
        }
        Map<String, String> wide = new HashMap<>(chunked.cookies());
        wide.replaceAll((name, value) -> name.endsWith(".2") ? value + "A".repeat(8192) : value);
        assertThat(ask(authorizer, withCookies(wide)).allowed()).isFalse();
    }

    @Test
    @DisplayName("Opens a seal only with the password that its id names")
    void passwordIds() {
        IronFixture fixture = IronFixture.read("iron-1-password-id");
        ManualTimer timer = timerAt(fixture);
        Map<String, String> cookies = fixture.cookies();
        assertThat(ask(settings(fixture, timer).build(), withCookies(cookies)).allowed())
                .isTrue();
        IronSessionAuthorizer.Builder another = IronSessionAuthorizer.builder(timer)
                .password(fixture.password())
                .requiredField(ADMIN);
        assertThat(ask(another.build(), withCookies(cookies)).allowed()).isFalse();
    }

    @Test
    @DisplayName("A client may percent-encode the stars; the cookie may have another name")
    void encodedAndRenamed() {
        IronFixture fixture = IronFixture.read("iron-2-admin");
        IronSessionAuthorizer authorizer = settings(fixture, timerAt(fixture))
                .cookieName("__Host-my.session")
                .build();
        String encoded = fixture.sealed().replace("*", "%2A");
        assertThat(ask(authorizer, withCookies(Map.of("__Host-my.session", encoded)))
                        .allowed())
                .isTrue();
        assertThat(ask(authorizer, withCookies(fixture.cookies())).allowed()).isFalse();
    }

    @Test
    @DisplayName("S3, S6: at 8,192 iterations an address may try ten forged seals, then one every five seconds")
    void forgeryIsThrottled() {
        IronFixture admin = IronFixture.read("h3-2-admin");
        ManualTimer timer = timerAt(admin);
        IronSessionAuthorizer authorizer = settings(admin, timer).build();
        for (int i = 0; i < 10; i++) {
            assertThat(ask(authorizer, withCookies(Map.of("nuxt-session", forged(admin, i))))
                            .allowed())
                    .isFalse();
        }
        // A genuine seal is refused as well: nothing is computed for this address now.
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isFalse();
        assertThat(ask(authorizer, StatsRequests.from("192.0.2.2", Map.of(), admin.cookies()))
                        .allowed())
                .isTrue();
        // A remembered outcome costs nothing, so it is used for this address too.
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isTrue();
    }

    @Test
    @DisplayName("S6: many addresses together may try a hundred forged seals, then 20 a second")
    void forgeryFromManyAddresses() {
        IronFixture admin = IronFixture.read("h3-2-admin");
        ManualTimer timer = timerAt(admin);
        IronSessionAuthorizer authorizer = settings(admin, timer).build();
        for (int i = 0; i < 100; i++) {
            Map<String, String> cookies = Map.of("nuxt-session", forged(admin, i));
            assertThat(ask(authorizer, StatsRequests.from("198.51.100." + i, Map.of(), cookies))
                            .allowed())
                    .isFalse();
        }
        StatsRequest genuine = StatsRequests.from("192.0.2.77", Map.of(), admin.cookies());
        assertThat(ask(authorizer, genuine).allowed()).isFalse();
        timer.advance(Duration.ofMillis(49));
        assertThat(ask(authorizer, genuine).allowed()).isFalse();
        timer.advance(Duration.ofMillis(1));
        assertThat(ask(authorizer, genuine).allowed()).isTrue();
    }

    @Test
    @DisplayName("S3: a refusal because of throttling is not remembered for the cookie")
    void throttledIsNotRemembered() {
        IronFixture admin = IronFixture.read("h3-2-admin");
        ManualTimer timer = timerAt(admin);
        IronSessionAuthorizer authorizer = settings(admin, timer).build();
        for (int i = 0; i < 10; i++) {
            ask(authorizer, withCookies(Map.of("nuxt-session", forged(admin, i))));
        }
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isFalse();
        timer.advance(Duration.ofSeconds(5));
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isTrue();
    }

    @Test
    @DisplayName("S6: repeating the same bad cookie counts as one failure")
    void sameBadCookie() {
        IronFixture admin = IronFixture.read("h3-2-admin");
        IronSessionAuthorizer authorizer = settings(admin, timerAt(admin)).build();
        for (int i = 0; i < 1_000; i++) {
            assertThat(ask(authorizer, withCookies(Map.of("nuxt-session", forged(admin, 1))))
                            .allowed())
                    .isFalse();
        }
        assertThat(ask(authorizer, withCookies(admin.cookies())).allowed()).isTrue();
    }

    @Property(tries = 1_000)
    @Label("S6: arbitrary text in cookie or header is denied without an error and is not a failure of the address")
    void anyText(@ForAll String cookie, @ForAll String header) {
        IronFixture admin = IronFixture.read("h3-1-admin");
        IronSessionAuthorizer authorizer =
                settings(admin, timerAt(admin)).iterations(Iterations.BOTH).build();
        Map<String, List<String>> headers = Map.of("x-nuxt-session-session", List.of(header));
        assertThat(ask(authorizer, StatsRequests.from(null, headers, Map.of("nuxt-session", cookie)))
                        .allowed())
                .isFalse();
        assertThat(ask(
                                authorizer,
                                withCookies(Map.of("nuxt-session", "__chunked__" + cookie, "nuxt-session.1", header)))
                        .allowed())
                .isFalse();
    }

    @Test
    void settingsSayWhatIsMissing() {
        IronSessionAuthorizer.Builder builder = IronSessionAuthorizer.builder(ManualTimer.still());
        assertThatThrownBy(builder::build).hasMessageContaining("NUXT_SESSION_PASSWORD");
        assertThatThrownBy(() -> builder.password("short"))
                .hasMessageContaining("5 characters")
                .hasMessageNotContaining("short");
        builder.password("correct horse ".repeat(3));
        assertThatThrownBy(builder::build).hasMessageContaining("requiredField: none");
        assertThatThrownBy(() -> builder.cookieName("a=b")).hasMessageContaining("cookieName: a=b");
        assertThatThrownBy(() -> builder.maxAge(Duration.ZERO)).hasMessageContaining("maxAge: PT0S (expected: ");
        assertThatThrownBy(() -> builder.password("a b", "x".repeat(32))).hasMessageContaining("password id: a b");
        assertThatThrownBy(() -> Iterations.parse("2")).hasMessage("iterations: 2 (expected: 1, 8192 or both)");
        assertThat(Iterations.parse("both")).isEqualTo(Iterations.BOTH);
    }

    private static ManualTimer timerAt(IronFixture fixture) {
        ManualTimer timer = ManualTimer.still();
        timer.advance(Duration.ofMillis(fixture.createdMillis() + 1_000 - timer.millis()));
        return timer;
    }

    private static IronSessionAuthorizer.Builder settings(IronFixture fixture, ManualTimer timer) {
        return IronSessionAuthorizer.builder(timer)
                .password(fixture.passwordId(), fixture.password())
                .requiredField(ADMIN)
                .iterations(fixture.iterations() == 1 ? Iterations.ONE : Iterations.MANY);
    }

    /** A seal in the right form with a wrong MAC. */
    private static String forged(IronFixture fixture, int number) {
        String sealed = fixture.sealed();
        return sealed.substring(0, sealed.length() - 10) + String.format("%010d", number);
    }
}
