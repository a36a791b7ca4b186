// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.deployment.DeploymentSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Watching the deployment, and announcing with and against what it shows. Rules of "The deployment". */
public abstract class DeploymentContract extends HostContract {

    private static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    /** For hosts. */
    protected DeploymentContract() {}

    private TestServer watching(DeployedSite site) {
        return house(setup -> setup.set(DeploymentSettings.CHECK_URL, site.address())
                .set(DeploymentSettings.CHECK_CONNECTIONS, 2)
                .set(DeploymentSettings.CHECK_ANSWERS, 4));
    }

    private static JsonNode deployment(TestServer house) {
        return house.admin("/admin/deployment").json();
    }

    private static void settles(TestServer house, String version) {
        TestServer.eventually(() -> {
            house.advance(Duration.ofSeconds(1));
            JsonNode seen = deployment(house);
            assertThat(seen.path("state").asString()).isIn("settled", "rolled-back");
            assertThat(seen.path("version").asString()).isEqualTo(version);
        });
    }

    private static Answer announce(TestServer house, Object... pairs) {
        return house.post("/admin/releases", Json.object(pairs), SECRET);
    }

    @Test
    @DisplayName("without an address nothing is watched, and any version may be announced")
    void unwatched() {
        TestServer house = house();
        assertThat(deployment(house).path("state").asString()).isEqualTo("unwatched");
        assertThat(deployment(house).path("current").asString()).isEqualTo(Setup.CURRENT);
        assertThat(announce(house, "version", "never-seen").status()).isEqualTo(200);
        assertThat(announce(house, "version", "v5", "unseen", true).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S3: what is deployed is for callers who may read")
    void forReaders() {
        TestServer house = house(setup -> setup.options(options -> options.secrets(
                AdminSecrets.builder().read("watch", "only-for-reading").build())));
        Errors.check(house.get("/admin/deployment"), 401);
        assertThat(house.get("/admin/deployment", "Authorization", "Bearer only-for-reading")
                        .status())
                .isEqualTo(200);
        assertThat(house.http()
                        .send("DELETE", house.path("/admin/deployment"), BodyPublishers.noBody(), SECRET)
                        .status())
                .isEqualTo(405);
    }

    @Test
    @DisplayName("a build that the whole fleet serves is announced automatically, and tabs are notified")
    void announcedByItself() {
        DeployedSite site = closing(new DeployedSite(Setup.CURRENT));
        TestServer house = watching(site);
        settles(house, Setup.CURRENT);
        var tab = house.tab(Transport.WEBSOCKET, "?version=" + Setup.CURRENT);
        site.deploy("v3");
        settles(house, "v3");
        JsonNode message = tab.next();
        assertThat(message.path("version").asString()).isEqualTo("v3");
        assertThat(message.path("outdated").asBoolean(false)).isTrue();
        assertThat(deployment(house).path("current").asString()).isEqualTo("v3");
        JsonNode entry = house.admin("/admin/audit").json().path("entries").path(0);
        assertThat(entry.path("by").asString()).isEqualTo("check");
        assertThat(entry.path("detail").asString()).isEqualTo("v3");
    }

    @Test
    @DisplayName("a version that neither a tab nor the check has seen is refused, unless the caller confirms it")
    void unseen() {
        DeployedSite site = closing(new DeployedSite(Setup.CURRENT));
        TestServer house = watching(site);
        settles(house, Setup.CURRENT);
        Answer refused = announce(house, "version", "v33");
        Errors.check(refused, 409);
        assertThat(refused.json().path("error").asString()).contains("\"unseen\":true");
        Errors.check(announce(house, "version", "v33", "dryRun", true), 409);
        Errors.check(announce(house, "version", "v33", "unseen", "yes"), 409);
        Errors.check(announce(house, "version", Setup.CURRENT, "unseen", "yes"), 400);
        Answer known = announce(house, "version", "v33", "unseen", true, "dryRun", true);
        assertThat(known.status()).isEqualTo(200);
        house.tab(Transport.WEBSOCKET, "?version=v33");
        assertThat(announce(house, "version", "v33", "dryRun", true).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("an announcement that contradicts the deployment is carried out, with a warning")
    void contradicts() {
        DeployedSite site = closing(new DeployedSite(Setup.CURRENT));
        TestServer house = watching(site);
        settles(house, Setup.CURRENT);
        Answer ahead = announce(house, "version", "v3", "unseen", true);
        assertThat(ahead.status()).isEqualTo(200);
        assertThat(ahead.json().path("warning").asString()).contains("settled on " + Setup.CURRENT);
        assertThat(deployment(house).path("contradicts").asBoolean(false)).isTrue();
        Answer back = announce(house, "version", Setup.CURRENT);
        assertThat(back.json().path("warning").isMissingNode()).isTrue();
    }
}
