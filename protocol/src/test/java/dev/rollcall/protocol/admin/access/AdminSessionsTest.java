// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is signed in after a restart, and who is not. */
class AdminSessionsTest {

    private static final Duration MAX_AGE = Duration.ofHours(12);
    private static final Grant LINK = new Grant("sign-in link", EnumSet.allOf(Scope.class));

    private final ManualClock clock = new ManualClock(1_767_225_600_000L);
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final AdminSecrets secrets = secrets("a-long-secret", "another-secret");
    private AdminSessions sessions = start(secrets);

    private static AdminSecrets secrets(String ann, String ci) {
        return AdminSecrets.builder().admin("ann", ann).ci("ci", ci).build();
    }

    private AdminSessions start(AdminSecrets now) {
        return new AdminSessions(clock, MAX_AGE, journal, now, alone());
    }

    private AloneCluster alone() {
        return new AloneCluster(NodeId.random(), new NodeCounts(new Hub(clock, NodeId.random(), true)), clock);
    }

    private static Grant grant(AdminSecrets of, String name) {
        return Objects.requireNonNull(of.grant(name), name);
    }

    private @Nullable Grant find(String token) {
        Session session = sessions.find(List.of(token));
        return session == null ? null : session.grant();
    }

    private @Nullable Grant redeem(String link) throws Exception {
        return sessions.redeem(link).toCompletableFuture().get();
    }

    private List<Entry> kept(Kind kind) throws Exception {
        return journal.read(kind, 1_000).toCompletableFuture().get();
    }

    @Test
    void aRestartSignsNobodyOut() {
        String ann = sessions.open(grant(secrets, "ann"));
        String ci = sessions.open(grant(secrets, "ci"));
        clock.pass(Duration.ofHours(5));
        for (int restart = 0; restart < 3; restart++) {
            sessions = start(secrets);
            Session session = Objects.requireNonNull(sessions.find(List.of(ann)), "ann");
            assertThat(session.grant()).isEqualTo(grant(secrets, "ann"));
            assertThat(session.expires())
                    .isEqualTo(clock.millis() + Duration.ofHours(7).toMillis());
            assertThat(find(ci)).isEqualTo(grant(secrets, "ci"));
        }
        clock.pass(Duration.ofHours(7));
        assertThat(find(ann)).isNull();
        sessions = start(secrets);
        assertThat(find(ci)).isNull();
    }

    @Test
    void noTokenIsKept() throws Exception {
        String token = sessions.open(grant(secrets, "ann"));
        String link = sessions.newLink(LINK);
        for (Kind kind : List.of(Kind.SESSIONS, Kind.LINKS)) {
            Entry entry = kept(kind).get(0);
            String all = entry.key() + new String(entry.value(), StandardCharsets.UTF_8);
            assertThat(all).doesNotContain(token, link, "a-long-secret");
            assertThat(entry.key()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void aSecretThatIsWithdrawnTakesItsSessionsWithIt() throws Exception {
        String ann = sessions.open(grant(secrets, "ann"));
        String ci = sessions.open(grant(secrets, "ci"));
        String byLink = sessions.open(LINK);
        String link = sessions.newLink(LINK);
        sessions = start(secrets("a-new-long-secret", "another-secret"));
        assertThat(find(ann)).isNull();
        assertThat(find(byLink)).as("a link is worth as much as all secrets").isNull();
        assertThat(redeem(link)).isNull();
        assertThat(find(ci)).isNotNull();
        assertThat(kept(Kind.SESSIONS)).hasSize(1);
        sessions = start(AdminSecrets.builder().admin("ann", "a-long-secret").build());
        assertThat(find(ann)).as("it was forgotten").isNull();
        assertThat(find(ci)).isNull();
    }

    @Test
    void whatASecretAllowsNowCounts() {
        String ann = sessions.open(grant(secrets, "ann"));
        AdminSecrets lower = AdminSecrets.builder().read("ann", "a-long-secret").build();
        sessions = start(lower);
        assertThat(find(ann)).isEqualTo(grant(lower, "ann"));
    }

    @Test
    void whoHasSignedOutStaysOut() throws Exception {
        String ann = sessions.open(grant(secrets, "ann"));
        assertThat(sessions.close(ann).toCompletableFuture().get()).isTrue();
        assertThat(sessions.close(ann).toCompletableFuture().get()).isFalse();
        sessions = start(secrets);
        assertThat(find(ann)).isNull();
        assertThat(kept(Kind.SESSIONS)).isEmpty();
    }

    @Test
    void aLinkWorksOnceAlsoAfterARestart() throws Exception {
        String first = sessions.newLink(LINK);
        String second = sessions.newLink(LINK);
        String late = sessions.newLink(LINK);
        assertThat(redeem(first)).isEqualTo(LINK);
        sessions = start(secrets);
        assertThat(redeem(first)).isNull();
        assertThat(redeem(second)).isEqualTo(LINK);
        assertThat(redeem(second)).isNull();
        clock.pass(SignInLinks.LIFETIME);
        assertThat(redeem(late)).isNull();
        assertThat(redeem("too short")).isNull();
    }

    @Test
    void aShorterMaxAgeHoldsForThoseWhoAreSignedInToo() {
        String ann = sessions.open(grant(secrets, "ann"));
        sessions = new AdminSessions(clock, Duration.ofHours(1), journal, secrets, alone());
        clock.pass(Duration.ofHours(1));
        assertThat(find(ann)).isNull();
    }

    @Test
    void whatCannotBeReadIsLeftOut() throws Exception {
        String ann = sessions.open(grant(secrets, "ann"));
        for (String json : List.of("", "{}", "[1]", "{\"name\":\"ann\",\"scopes\":1,\"seal\":\"\"}")) {
            journal.write(Change.put(
                            Kind.SESSIONS, "k" + json, json.getBytes(StandardCharsets.UTF_8), Duration.ofHours(1)))
                    .toCompletableFuture()
                    .get();
        }
        sessions = start(secrets);
        assertThat(find(ann)).isNotNull();
    }
}
