// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the Actuator endpoint does, whatever serves it: it refuses what it does not understand, and that reaches no tab.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EndpointContract {

    private static final String SECRET = "correct-horse";
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString(("ada:" + TestApplication.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final RunningEndpoint app = RunningEndpoint.of(
            start(Stream.concat(
                            Stream.of(
                                    "--rollcall.secrets.admin=" + SECRET,
                                    "--management.endpoints.web.exposure.include=rollcall,health"),
                            Stream.of(more()))
                    .toArray(String[]::new)),
            path());
    private final WebSocketTab tab = WebSocketTab.open(app.http(), "/__skew/ws?version=v1&route=/shop");
    private int given;

    /** For the applications. */
    protected EndpointContract() {}

    /** Starts the application with these settings. */
    protected abstract ConfigurableApplicationContext start(String... properties);

    /** Returns settings of this application alone. */
    protected String[] more() {
        return new String[0];
    }

    /** Returns the path of the endpoint. */
    protected String path() {
        return "/actuator/rollcall";
    }

    @BeforeAll
    void theTabIsThere() {
        eventually(() -> assertThat(app.rollcall().stats().total()).isEqualTo(1));
    }

    /**
     * No test sends the tab anything: what is not understood reaches nobody, and the wave is aborted before its moment.
     */
    @AfterAll
    void close() {
        assertThat(tab.fence()).isEmpty();
        app.context().close();
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.spring.actuator.Misunderstood#commands")
    @DisplayName("a command that is not understood is answered 400 with the reason, and reaches no tab")
    void refused(String request) {
        int space = request.indexOf(' ');
        Answer answer = post(request.substring(0, space), request.substring(space + 1));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.json().path("error").asString()).contains("(expected: ");
        assertThat(audit()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.spring.actuator.Misunderstood#commandsWithATwin")
    @DisplayName("its answers are the same as those of the admin endpoints")
    void same(String request) {
        int space = request.indexOf(' ');
        String what = request.substring(0, space);
        String body = request.substring(space + 1);
        Answer twin = app.http()
                .post(
                        "/__skew/admin/" + (what.equals("announce") ? "releases" : what),
                        body,
                        "Authorization",
                        "Bearer " + SECRET);
        assertThat(post(what, body).body()).isEqualTo(twin.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/connections?verison=v1",
        "/connections?version=v1&rout=/shop",
        "/connections?route=",
        "/connections?route=shop",
        "/connections?outdated=perhaps",
        "/connections?limit=0",
        "/connections?limit=many",
        "/connections?cursor=x",
        "/connections?query=version%3Dv1",
        "/connections?what=commands",
        "?version=v1",
        "/releases?version=v1",
        "/tokens",
        "/session",
        "/invalidate-route",
    })
    @DisplayName("a query that is not understood is answered 400, not with everything")
    void refusedQuestion(String path) {
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).contains("(expected: ");
    }

    @Test
    @DisplayName("a command takes nothing from the query")
    void query() {
        for (String path : List.of("/invalidate?match=prefix", "/invalidate?what=announce", "/announce?version=v3")) {
            Answer answer = app.actuator()
                    .post(app.path() + path, "{\"route\":\"/nothing-like-this\"}", "Authorization", BASIC);
            assertThat(answer.status()).isEqualTo(400);
        }
        assertThat(audit()).isEmpty();
    }

    @Test
    @DisplayName("a body that is not JSON, or too long, is refused")
    void otherBodies() {
        String path = app.path() + "/announce";
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain")) {
            Answer answer = app.actuator()
                    .send(
                            "POST",
                            path,
                            BodyPublishers.ofString("version=v3"),
                            "Authorization",
                            BASIC,
                            "Content-Type",
                            type);
            assertThat(answer.status()).isEqualTo(415);
        }
        assertThat(app.actuator()
                        .send("POST", path, BodyPublishers.noBody(), "Authorization", BASIC)
                        .status())
                .isIn(400, 415);
        assertThat(post("announce", "{\"version\":\"v3\"" + " ".repeat(20_000) + "}")
                        .status())
                .isEqualTo(413);
        assertThat(audit()).isEmpty();
    }

    @Test
    @DisplayName("it is for people whom the application admits")
    void strangers() {
        assertThat(app.actuator().get(app.path()).status()).isIn(302, 401);
        assertThat(app.actuator()
                        .post(app.path() + "/announce", "{\"version\":\"v3\"}")
                        .status())
                .isIn(302, 401, 403);
        assertThat(audit()).isEmpty();
    }

    @Test
    @DisplayName("stats and lists are those of the admin endpoints, with the same filters")
    void lists() {
        assertThat(get("").json().path("versions").path("v1").asInt()).isEqualTo(1);
        assertThat(get("/connections").json().path("connections").size()).isEqualTo(1);
        assertThat(get("/connections?route=/shop&version=v1")
                        .json()
                        .path("connections")
                        .size())
                .isEqualTo(1);
        assertThat(get("/connections?version=v9").json().path("connections").size())
                .isZero();
        assertThat(get("/connections?route=/sh%2Ap&match=glob")
                        .json()
                        .path("connections")
                        .size())
                .isEqualTo(1);
        for (String list : List.of("releases", "commands", "audit", "history", "refusals", "deployment", "nodes")) {
            Answer twin = app.http().get("/__skew/admin/" + list, "Authorization", "Bearer " + SECRET);
            assertThat(get("/" + list).json().propertyNames())
                    .isEqualTo(twin.json().propertyNames());
        }
        assertThat(get("/commands/unknown").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("dry run, force, targets, waves and aborts work; the audit list has the person's name")
    void commands() {
        assertThat(post("invalidate", "{\"route\":\"/shop\",\"dryRun\":true}")
                        .json()
                        .path("matched")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("announce", "{\"version\":\"v5\",\"force\":true,\"dryRun\":true}")
                        .json()
                        .path("matched")
                        .asInt())
                .isEqualTo(1);
        Answer wave = post(
                "commands",
                "{\"action\":\"reload\",\"target\":{\"versions\":[\"v1\"],\"route\":\"/shop\"},\"spread\":86400,\"confirm\":1}");
        assertThat(wave.json().path("matched").asInt()).isEqualTo(1);
        String id = wave.json().path("id").asString();
        assertThat(get("/commands/" + id).json().path("matched").asInt()).isEqualTo(1);
        AuditEntry entry = audit().get(0);
        assertThat(entry.by()).isEqualTo(new Actor("ada", Actor.Via.ACTUATOR));
        Answer aborted = app.actuator()
                .send(
                        "DELETE",
                        app.path() + "/commands/" + id + "?reason=by%20the%20test",
                        BodyPublishers.noBody(),
                        "Authorization",
                        BASIC);
        assertThat(aborted.json().path("state").asString()).isEqualTo("aborted");
        Answer twin = app.http().get("/__skew/admin/audit", "Authorization", "Bearer " + SECRET);
        assertThat(twin.json().path("entries").path(0).path("via").asString()).isEqualTo("actuator");
        app.rollcall()
                .internals()
                .commands()
                .audit()
                .list(10)
                .forEach(each -> assertThat(each.by().name()).isEqualTo("ada"));
        given = audit().size();
    }

    /** Returns the commands that have been given since the one test that gives some. */
    private List<AuditEntry> audit() {
        List<AuditEntry> all = app.rollcall().internals().commands().audit().list(100);
        return all.subList(0, all.size() - given);
    }

    private Answer get(String path) {
        return app.actuator().get(app.path() + path, "Authorization", BASIC);
    }

    private Answer post(String what, String body) {
        return app.actuator().post(app.path() + "/" + what, body, "Authorization", BASIC);
    }
}
