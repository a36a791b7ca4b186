// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.bearing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import dev.rollcall.auth.OtherServer;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.time.Timer;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are verified with keys from a server on a real socket. */
class JwksTest {

    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey ROTATED = rsa("rsa-2");
    private static final ECKey EC = ec("ec-1");
    private static final Instant NOW = Instant.ofEpochMilli(ManualTimer.START_MILLIS);
    private static final Instant EXP = NOW.plusSeconds(20_000);

    private final ManualTimer timer = ManualTimer.still();
    private final OtherServer server = new OtherServer(keys(RSA.toPublicJWK(), EC.toPublicJWK()));
    private final JwtAuthorizer authorizer = JwtAuthorizer.builder(timer)
            .jwksUrl(server.uri("/jwks.json"))
            .requiredClaim(RequiredClaim.parse("role=admin"))
            .build();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
    @DisplayName("S2: tokens signed with a fetched key are accepted; the keys are fetched once")
    void granted(String algorithm) {
        for (int i = 0; i < 5; i++) {
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.parse(algorithm)))))
                    .isEqualTo(Decision.grantedUntil(EXP.plus(JwtCheck.SKEW)));
        }
        assertThat(server.requests()).isEqualTo(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    @DisplayName("S2: a public key is not used as a secret, and a symmetric key in the set is not used")
    void algorithmConfusion() throws JOSEException {
        byte[] der = RSA.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                der,
                pem.getBytes(UTF_8),
                pem.strip().getBytes(UTF_8),
                RSA.getModulus().decode())) {
            assertThat(ask(authorizer, bearing(signed(header(JWSAlgorithm.HS256, "rsa-1"), new MACSigner(secret))))
                            .allowed())
                    .isFalse();
        }
        byte[] shared = new byte[32];
        server.respondWith(
                keys(new OctetSequenceKey.Builder(shared).keyID("oct-1").build()));
        assertThat(ask(authorizer, bearing(signed(header(JWSAlgorithm.HS256, "oct-1"), new MACSigner(shared))))
                        .allowed())
                .isFalse();
        assertThat(server.requests())
                .as("nothing is fetched for a token whose algorithm is refused")
                .isZero();
    }

    @Test
    @DisplayName("S2: keys that the token contains or points to are ignored")
    void ownKeys() throws JOSEException {
        RSAKey attacker = rsa("rsa-1");
        JWSHeader brings = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(attacker.toPublicJWK())
                .keyID("rsa-1")
                .build();
        assertThat(ask(authorizer, bearing(signed(brings, new RSASSASigner(attacker))))
                        .allowed())
                .isFalse();
        JWSHeader points = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwkURL(server.uri("/attacker"))
                .keyID("rsa-1")
                .build();
        assertThat(ask(authorizer, bearing(signed(points, new RSASSASigner(attacker))))
                        .allowed())
                .isFalse();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("Rotated keys are found at once if the last fetch was 30 seconds ago")
    void rotation() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(keys(ROTATED.toPublicJWK()));
        timer.advance(Duration.ofSeconds(30));
        assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isTrue();
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S6: made-up key ids cause one fetch every 30 seconds")
    void unknownKeyIds() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isFalse();
        }
        assertThat(server.requests()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(29));
        ask(authorizer, bearing(token(ROTATED)));
        assertThat(server.requests()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(1));
        ask(authorizer, bearing(token(ROTATED)));
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S2: a withdrawn key is accepted for five minutes at most while the server answers")
    void withdrawn() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(keys(EC.toPublicJWK()));
        timer.advance(Duration.ofMinutes(5));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: while the server fails, the last keys are used for an hour at most")
    void outage() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(exchange -> OtherServer.respond(exchange, 500, null));
        timer.advance(Duration.ofMinutes(55).minusMillis(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        timer.advance(Duration.ofMinutes(4));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(server.requests()).as("the failed fetch is not repeated").isEqualTo(2);
        timer.advance(Duration.ofMinutes(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
        server.respondWith(keys(RSA.toPublicJWK()));
        timer.advance(Duration.ofSeconds(30));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
    }

    @Test
    @DisplayName("S2: made-up key ids do not extend the hour")
    void outageWithUnknownKeyIds() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(exchange -> OtherServer.respond(exchange, 500, null));
        for (int minutes = 1; minutes < 60; minutes++) {
            timer.advance(Duration.ofMinutes(1));
            assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isFalse();
            ask(authorizer, bearing(token(ROTATED)));
            assertThat(server.requests()).isEqualTo(1 + minutes);
        }
        timer.advance(Duration.ofMinutes(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: cached keys expire after their usual time, wherever the wall clock is set meanwhile")
    void clockSet() {
        SettableTimer clock = new SettableTimer(NOW.toEpochMilli());
        JwtAuthorizer other = JwtAuthorizer.builder(clock)
                .jwksUrl(server.uri("/jwks.json"))
                .requiredClaim(RequiredClaim.parse("role=admin"))
                .build();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isTrue();
        server.respondWith(keys(ROTATED.toPublicJWK()));
        clock.millis = NOW.minus(Duration.ofDays(365)).toEpochMilli();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isTrue();
        clock.ticks = Duration.ofSeconds(30).toMillis();
        assertThat(ask(other, bearing(token(ROTATED))).allowed()).isTrue();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isFalse();
    }

    @Test
    @DisplayName("S6: an invalid, oversized or redirected key set is refused and fetched again after 5 seconds")
    void badAnswers() {
        byte[] good = set(RSA.toPublicJWK());
        byte[] large = Arrays.copyOf(good, 300 * 1024);
        Arrays.fill(large, good.length, large.length, (byte) ' ');
        List<HttpHandler> bad = List.of(
                exchange -> OtherServer.respond(exchange, 200, "no".getBytes(UTF_8)),
                exchange -> OtherServer.respond(exchange, 200, "{\"keys\":7}".getBytes(UTF_8)),
                exchange ->
                        OtherServer.respond(exchange, 200, "[".repeat(100_000).getBytes(UTF_8)),
                exchange -> OtherServer.respond(exchange, 200, large),
                exchange -> OtherServer.respond(exchange, 404, good),
                exchange -> {
                    boolean there = exchange.getRequestURI().getPath().equals("/other");
                    exchange.getResponseHeaders()
                            .set("Location", server.uri("/other").toString());
                    OtherServer.respond(exchange, there ? 200 : 302, good);
                });
        int asked = 0;
        for (HttpHandler handler : bad) {
            server.respondWith(handler);
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                    .isFalse();
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                    .isFalse();
            assertThat(server.requests()).isEqualTo(++asked);
            timer.advance(Duration.ofSeconds(5));
        }
        server.respondWith(keys(RSA.toPublicJWK()));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
    }

    @Test
    @DisplayName("S6: a key server that hangs blocks no caller; all wait for one fetch, which is cancelled in time")
    void hangs() throws InterruptedException {
        CountDownLatch begun = hang();
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(authorizer.authorize(bearing(token(JWSAlgorithm.RS256))).toCompletableFuture());
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        timeOut();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("S6: known keys are used while a made-up key id waits for a server that hangs")
    void hangsForUnknownKeyId() throws InterruptedException {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        CountDownLatch begun = hang();
        timer.advance(Duration.ofSeconds(30));
        CompletableFuture<Decision> unknown =
                authorizer.authorize(bearing(token(ROTATED))).toCompletableFuture();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(unknown).isNotDone();
        timeOut();
        assertThat(unknown).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S6: 1,000 requests wait for a server that hangs; more are denied at once")
    void tooManyWaiting() throws InterruptedException {
        CountDownLatch begun = hang();
        StatsRequest request = bearing(token(JWSAlgorithm.RS256));
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            waiting.add(authorizer.authorize(request).toCompletableFuture());
        }
        assertThat(waiting.subList(0, 1_000)).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.subList(1_010, 1_100))
                .allMatch(decision -> decision.isDone() && !decision.join().allowed());
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        timeOut();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        }
    }

    @Test
    @DisplayName("A token without a key id is verified with every key of its kind")
    void withoutKeyId() throws JOSEException {
        assertThat(ask(authorizer, bearing(signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(EC))))
                        .allowed())
                .isTrue();
        assertThat(ask(authorizer, bearing(signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(ROTATED))))
                        .allowed())
                .isFalse();
    }

    /** Makes the server send one byte and then nothing. The latch opens when the byte is sent. */
    private CountDownLatch hang() {
        CountDownLatch begun = new CountDownLatch(1);
        server.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            begun.countDown();
            server.holdUntilClosed();
        });
        return begun;
    }

    /** Lets the time limit of the running fetch pass. */
    private void timeOut() {
        await().until(() -> timer.pending() == 1);
        timer.advance(BoundedHttp.TIMEOUT);
    }

    private static String token(JWSAlgorithm algorithm) {
        try {
            return JWSAlgorithm.Family.EC.contains(algorithm)
                    ? signed(header(algorithm, "ec-1"), new ECDSASigner(EC))
                    : signed(header(algorithm, "rsa-1"), new RSASSASigner(RSA));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String token(RSAKey key) {
        try {
            return signed(header(JWSAlgorithm.RS256, key.getKeyID()), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm).keyID(keyId).build();
    }

    private static String signed(JWSHeader header, JWSSigner signer) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("role", "admin")
                .expirationTime(Date.from(EXP))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static HttpHandler keys(JWK... keys) {
        return exchange -> OtherServer.respond(exchange, 200, set(keys));
    }

    private static byte[] set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false).getBytes(UTF_8);
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A clock that can be set. It runs no tasks. */
    private static final class SettableTimer implements Timer {

        private volatile long millis;
        private volatile long ticks;

        SettableTimer(long millis) {
            this.millis = millis;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public long ticks() {
            return ticks;
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}
