// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.Internals;
import dev.rollcall.core.deployment.Deployment;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Judges, from what was seen, whether a version should be announced now. Thread-safe. */
public final class ReleaseEvidence {

    private static final String TOPIC = "release-evidence";
    private static final Judgement FINE = new Judgement(null, null);

    private final Internals core;
    private final @Nullable Deployment deployment;

    ReleaseEvidence(Internals core, @Nullable Deployment deployment) {
        this.core = core;
        this.deployment = deployment;
        core.cluster()
                .answer(
                        TOPIC,
                        question -> CompletableFuture.completedStage(own(new String(question, StandardCharsets.UTF_8))
                                .toJson()));
    }

    /**
     * What speaks against announcing a version. Immutable.
     *
     * @param refusal why it must not be announced like this, and what to do; null when it may be
     * @param warning what contradicts it; null when nothing does
     */
    public record Judgement(
            @Nullable String refusal, @Nullable String warning) {}

    /**
     * Judges an announcement as a caller wrote it. Invalid fields are reported elsewhere.
     *
     * @param body the version, and whether the caller knows that nobody has seen it ({@code unseen})
     * @return the judgement, once all nodes have said what they know, after a second at the latest; never fails
     */
    public CompletionStage<Judgement> judge(Map<String, @Nullable Object> body) {
        if (deployment == null || !(body.get("version") instanceof String version)) {
            return CompletableFuture.completedStage(FINE);
        }
        boolean unseen = Boolean.TRUE.equals(body.get("unseen"));
        byte[] question = version.getBytes(StandardCharsets.UTF_8);
        return core.cluster().askOthers(TOPIC, question).thenApply(others -> judge(version, unseen, others.values()));
    }

    private Judgement judge(String version, boolean unseen, Collection<byte[]> others) {
        Sight all = own(version);
        for (byte[] answer : others) {
            all = all.and(Sight.read(answer));
        }
        if (!all.seen && !unseen) {
            return new Judgement(
                    "version: neither the deployment check nor any tab has seen it; is it a typo? (expected: a build that is"
                            + " deployed; to announce it all the same, send {\"version\":\"...\",\"unseen\":true})",
                    null);
        }
        return new Judgement(null, all.contradiction);
    }

    private Sight own(String version) {
        Deployment known = deployment;
        boolean seen = core.releases().wasSeen(version) || (known != null && known.hasSeen(version));
        return new Sight(seen, known == null ? null : known.contradiction(version));
    }

    /**
     * What one node knows about a version.
     *
     * @param seen whether a tab or the check has named it
     * @param contradiction what the check says against it; null when it says nothing
     */
    private record Sight(boolean seen, @Nullable String contradiction) {

        Sight and(Sight other) {
            return new Sight(seen || other.seen, contradiction == null ? other.contradiction : contradiction);
        }

        byte[] toJson() {
            JsonWriter json = new JsonWriter(128).beginObject().name("seen").value(seen ? "yes" : "no");
            if (contradiction != null) {
                json.name("contradiction").value((Object) contradiction);
            }
            return json.endObject().toBytes();
        }

        static Sight read(byte[] json) {
            FlatObject object = FlatObject.read(json);
            return object == null
                    ? new Sight(false, null)
                    : new Sight("yes".equals(object.text("seen")), object.text("contradiction"));
        }
    }
}
