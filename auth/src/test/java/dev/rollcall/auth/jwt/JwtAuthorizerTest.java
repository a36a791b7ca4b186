// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.bearing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.StatsRequests;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.testkit.ManualTimer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthorizerTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.ofEpochMilli(ManualTimer.START_MILLIS);
    private static final Instant EXP = NOW.plusSeconds(600);

    private final ManualTimer timer = ManualTimer.still();
    private final JwtAuthorizer authorizer = settings().build();

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    @DisplayName("S2: a signed token with the claim allows stats until it expires")
    void granted(String algorithm) {
        String token = signed(new JWSHeader(JWSAlgorithm.parse(algorithm)), admin().build());
        assertThat(ask(authorizer, bearing(token))).isEqualTo(Decision.grantedUntil(EXP.plus(JwtCheck.SKEW)));
    }

    @Test
    @DisplayName("S2: exp is required; exp and nbf are checked with a tolerance of 60 s")
    void times() {
        assertThat(ask(authorizer, bearing(signed(admin().expirationTime(null).build())))
                        .allowed())
                .isFalse();
        assertThat(ask(
                                authorizer,
                                bearing(signed(admin().notBeforeTime(date(NOW.plusSeconds(59)))
                                        .build())))
                        .allowed())
                .isTrue();
        assertThat(ask(
                                authorizer,
                                bearing(signed(admin().notBeforeTime(date(NOW.plusSeconds(62)))
                                        .build())))
                        .allowed())
                .isFalse();
        String token = signed(admin().build());
        timer.advance(Duration.ofSeconds(600 + 59));
        assertThat(ask(authorizer, bearing(token)).allowed()).isTrue();
        timer.advance(Duration.ofSeconds(2));
        assertThat(ask(authorizer, bearing(token)).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: a valid token without the claim is denied; a list matches if it contains the value")
    void claim() {
        assertThat(ask(authorizer, bearing(signed(admin().claim("role", "user").build())))
                        .allowed())
                .isFalse();
        assertThat(ask(authorizer, bearing(signed(admin().claim("role", null).build())))
                        .allowed())
                .isFalse();
        JwtAuthorizer keycloak = settings()
                .requiredClaim(RequiredClaim.parse("realm_access.roles=admin"))
                .build();
        JWTClaimsSet.Builder roles = admin().claim("realm_access", Map.of("roles", List.of("user", "admin")));
        assertThat(ask(keycloak, bearing(signed(roles.build()))).allowed()).isTrue();
        assertThat(ask(keycloak, bearing(signed(admin().build()))).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: issuer and audience must match if they are configured")
    void issuerAndAudience() {
        JwtAuthorizer strict = settings()
                .issuer("https://login.example.org")
                .audience(Set.of("stats", "admin"))
                .build();
        JWTClaimsSet.Builder right = admin().issuer("https://login.example.org").audience(List.of("site", "stats"));
        assertThat(ask(strict, bearing(signed(right.build()))).allowed()).isTrue();
        assertThat(ask(
                                strict,
                                bearing(signed(
                                        right.issuer("https://evil.example").build())))
                        .allowed())
                .isFalse();
        assertThat(ask(
                                strict,
                                bearing(signed(right.issuer("https://login.example.org")
                                        .audience("site")
                                        .build())))
                        .allowed())
                .isFalse();
        assertThat(ask(strict, bearing(signed(admin().build()))).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: an unsigned token (alg none) is refused in every spelling and with any signature")
    void algNone() {
        JWTClaimsSet claims = admin().build();
        assertThat(ask(authorizer, bearing(new PlainJWT(claims).serialize())).allowed())
                .isFalse();
        String payload = claims.toPayload().toBase64URL().toString();
        String signature = signed(claims).substring(signed(claims).lastIndexOf('.') + 1);
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String header = base64("{\"alg\":\"" + none + "\"}");
            assertThat(ask(authorizer, bearing(header + "." + payload + ".")).allowed())
                    .isFalse();
            assertThat(ask(authorizer, bearing(header + "." + payload + "." + signature))
                            .allowed())
                    .isFalse();
        }
        assertThat(ask(authorizer, bearing(base64("{}") + "." + payload + "." + signature))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: the settings determine the algorithm, never the token")
    void algorithmConfusion() throws JOSEException {
        SignedJWT rsa = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), admin().build());
        rsa.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        assertThat(ask(authorizer, bearing(rsa.serialize())).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: another secret, a changed payload or an unknown critical header is refused")
    void forged() throws JOSEException {
        SignedJWT other = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), admin().build());
        other.sign(new MACSigner(SECRET.replace('0', '1')));
        assertThat(ask(authorizer, bearing(other.serialize())).allowed()).isFalse();
        String[] user = signed(admin().claim("role", "user").build()).split("\\.", -1);
        String payload = admin().build().toPayload().toBase64URL().toString();
        assertThat(ask(authorizer, bearing(user[0] + "." + payload + "." + user[2]))
                        .allowed())
                .isFalse();
        JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .criticalParams(Set.of("must-know"))
                .customParam("must-know", true)
                .build();
        assertThat(ask(authorizer, bearing(signed(critical, admin().build()))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: tokens of another type are refused; a key id does not matter with a secret")
    void types() {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("whatever");
        assertThat(ask(
                                authorizer,
                                bearing(signed(header.type(JOSEObjectType.JWT).build(), admin().build())))
                        .allowed())
                .isTrue();
        JWSHeader access = header.type(new JOSEObjectType("at+jwt")).build();
        assertThat(ask(authorizer, bearing(signed(access, admin().build()))).allowed())
                .isTrue();
        JWSHeader logout = header.type(new JOSEObjectType("logout+jwt")).build();
        assertThat(ask(authorizer, bearing(signed(logout, admin().build()))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("The token may be in a configured cookie, even if the header holds something else")
    void cookie() {
        JwtAuthorizer withCookie = settings().cookie("token").build();
        Map<String, String> cookies = Map.of("token", signed(admin().build()));
        assertThat(ask(withCookie, StatsRequests.withCookies(cookies)).allowed())
                .isTrue();
        assertThat(ask(withCookie, StatsRequests.from(null, Map.of("authorization", List.of("Bearer other")), cookies))
                        .allowed())
                .isTrue();
        String expired =
                signed(admin().expirationTime(date(NOW.minusSeconds(100))).build());
        assertThat(ask(
                                withCookie,
                                StatsRequests.from(
                                        null, Map.of("authorization", List.of("Bearer " + expired)), cookies))
                        .allowed())
                .isTrue();
        assertThat(ask(authorizer, StatsRequests.withCookies(cookies)).allowed())
                .isFalse();
        assertThat(ask(withCookie, StatsRequests.withCookies(Map.of("other", signed(admin().build()))))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S6: a token with more than 8,192 characters is refused")
    void tooLong() {
        String token = signed(admin().claim("padding", "x".repeat(8_000)).build());
        assertThat(token).hasSizeGreaterThan(8_192);
        assertThat(ask(authorizer, bearing(token)).allowed()).isFalse();
        assertThat(ask(settings().cookie("t").build(), StatsRequests.withCookies(Map.of("t", token)))
                        .allowed())
                .isFalse();
        assertThat(ask(
                                authorizer,
                                bearing(signed(admin().claim("padding", "x".repeat(5_000))
                                        .build())))
                        .allowed())
                .isTrue();
    }

    @Property(tries = 1_000)
    @Label("S6: arbitrary text, also in the form of a token, is denied without an error")
    void anyText(@ForAll String header, @ForAll String payload, @ForAll String signature) {
        JwtAuthorizer withCookie = settings().cookie("token").build();
        List<String> tokens = List.of(
                header,
                header + "." + payload + "." + signature,
                base64("{\"alg\":\"HS256\"}") + "." + base64(payload) + "." + base64(signature),
                base64("{\"alg\":\"HS256\"," + header + "}") + "." + base64("{" + payload + "}") + "." + signature);
        for (String token : tokens) {
            assertThat(ask(
                                    withCookie,
                                    StatsRequests.from(
                                            null,
                                            Map.of("authorization", List.of("Bearer " + token)),
                                            Map.of("token", token)))
                            .allowed())
                    .isFalse();
        }
    }

    @Test
    void secretInBase64() {
        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        JwtAuthorizer other = settings().hmacSecret("base64:" + encoded).build();
        assertThat(ask(other, bearing(signed(admin().build()))).allowed()).isTrue();
    }

    @Test
    @DisplayName("S2: an authorizer needs a claim; error messages say what to do and contain no secret")
    void settingsSayWhatIsMissing() {
        JwtAuthorizer.Builder builder = JwtAuthorizer.builder(timer);
        assertThatThrownBy(builder::build).hasMessageStartingWith("requiredClaim: none (expected: ");
        builder.requiredClaim(RequiredClaim.parse("role=admin"));
        assertThatThrownBy(builder::build).hasMessageStartingWith("hmacSecret, jwksUrl: neither (expected: one");
        assertThatThrownBy(() -> builder.hmacSecret("hunter2"))
                .hasMessageStartingWith("hmacSecret: 7 bytes (expected: at least 32")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> builder.hmacSecret("base64:!")).hasMessageContaining("not base64");
        assertThatThrownBy(() -> builder.audience(Set.of())).hasMessageStartingWith("audience: empty");
        assertThatThrownBy(() -> builder.jwksUrl(URI.create("file:///etc/passwd")))
                .hasMessageStartingWith("jwksUrl: ");
        builder.hmacSecret(SECRET).jwksUrl(URI.create("https://login.example.org/keys"));
        assertThatThrownBy(builder::build).hasMessageStartingWith("hmacSecret, jwksUrl: both");
    }

    private JwtAuthorizer.Builder settings() {
        return JwtAuthorizer.builder(timer).hmacSecret(SECRET).requiredClaim(RequiredClaim.parse("role=admin"));
    }

    private static JWTClaimsSet.Builder admin() {
        return new JWTClaimsSet.Builder().subject("ann").claim("role", "admin").expirationTime(date(EXP));
    }

    private static String signed(JWTClaimsSet claims) {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new MACSigner(SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
