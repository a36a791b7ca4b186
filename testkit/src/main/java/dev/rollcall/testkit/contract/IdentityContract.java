// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.options.ApplicationSignIn;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestPeople;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * People whom the application knows, and what their roles allow at the dashboard. For hosts that know people: such a
 * host asks {@link TestPeople} for the person behind a request.
 */
public abstract class IdentityContract extends HostContract {

    private static final String STATS = "/admin/stats";
    private static final String RELEASES = "/admin/releases";
    private static final String SESSION = "/admin/session";
    private static final String ELSEWHERE = "https://elsewhere.example";
    private static final ApplicationSignIn ROLES = new ApplicationSignIn(
            Map.of(Scope.READ, "VIEWER", Scope.ANNOUNCE, "EDITOR", Scope.RELOAD, "OPS", Scope.ADMIN, "ADMIN"),
            "/login",
            "/logout");

    /** For hosts. */
    protected IdentityContract() {}

    private TestServer application() {
        return house(setup -> setup.options(options -> options.application(ROLES)));
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    /** Returns the headers that a page of the dashboard sends. */
    private static String[] fromPage(TestServer house, String name, String... roles) {
        return with(
                TestPeople.signedIn(name, roles),
                "Origin",
                "http://127.0.0.1:" + house.host().port());
    }

    private static Answer announce(TestServer house, String version, String... headers) {
        return house.post(RELEASES, Json.object("version", version), headers);
    }

    @Test
    @DisplayName("without roles in the settings nobody is admitted because the application knows them")
    void denies() {
        TestServer house = house();
        String[] ada = fromPage(house, "ada", "ADMIN");
        Errors.check(house.get(STATS, ada), 401);
        Errors.check(announce(house, "v3", ada), 401);
        assertThat(house.get(SESSION, ada).json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":false}"));
        assertThat(house.rollcall().currentVersion()).isEqualTo(Setup.CURRENT);
    }

    @Test
    @DisplayName(
            "a role lets people read, announce, reload or do everything; what it does not allow is refused with the reason")
    void roles() {
        TestServer house = application();
        assertScopes(house, "VIEWER", "[\"read\"]");
        assertScopes(house, "EDITOR", "[\"read\",\"announce\"]");
        assertScopes(house, "OPS", "[\"read\",\"reload\"]");
        assertScopes(house, "EDITOR,OPS", "[\"read\",\"announce\",\"reload\"]");
        assertScopes(house, "ADMIN", "[\"read\",\"announce\",\"reload\",\"admin\"]");
        Answer reader = announce(house, "v3", fromPage(house, "ada", "VIEWER"));
        Errors.check(reader, 403);
        assertThat(reader.body()).contains("your role").contains("announce");
        Errors.check(
                house.post(RELEASES, "{\"version\":\"v3\",\"force\":true}", fromPage(house, "ada", "EDITOR")), 403);
        Errors.check(house.get("/admin/tokens", fromPage(house, "ada", "OPS", "EDITOR")), 403);
        assertThat(house.rollcall().currentVersion()).isEqualTo(Setup.CURRENT);
        assertThat(announce(house, "v3", fromPage(house, "ada", "EDITOR")).status())
                .isEqualTo(200);
        assertThat(house.get("/admin/tokens", fromPage(house, "ada", "ADMIN")).status())
                .isEqualTo(200);
    }

    private static void assertScopes(TestServer house, String roles, String scopes) {
        Answer session = house.get(SESSION, TestPeople.signedIn("ada", roles));
        assertThat(session.json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":\"ada\",\"scopes\":" + scopes
                        + ",\"by\":\"application\",\"signOut\":\"/logout\"}"));
        assertThat(house.get(STATS, TestPeople.signedIn("ada", roles)).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S14: the audit list names the person, whatever characters the name has")
    void audit() {
        TestServer house = application();
        assertThat(announce(house, "v3", fromPage(house, "ada%40example.com", "ADMIN"))
                        .status())
                .isEqualTo(200);
        assertThat(announce(house, "v4", fromPage(house, "eve%0A%E2%80%AEadmin" + "x".repeat(200), "ADMIN"))
                        .status())
                .isEqualTo(200);
        var entries = house.get("/admin/audit", TestPeople.signedIn("ada", "VIEWER"))
                .json()
                .path("entries");
        assertThat(entries.path(1).path("by").asString()).isEqualTo("ada@example.com");
        assertThat(entries.path(1).path("via").asString()).isEqualTo("identity");
        assertThat(entries.path(0).path("by").asString())
                .startsWith("eve??admin")
                .hasSize(128);
    }

    @Test
    @DisplayName("S1: a command that another site's page makes a browser send, or that may come from one, is refused")
    void forged() {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_ORIGINS, List.of("https://listed.example"))
                .options(options -> options.application(ROLES)));
        String own = "http://127.0.0.1:" + house.host().port();
        String[] ada = TestPeople.signedIn("ada", "ADMIN");
        List<String[]> forged = List.of(
                ada, // no Origin: nothing says where the request comes from
                with(ada, "Origin", ELSEWHERE),
                with(ada, "Origin", "null"),
                with(ada, "Origin", "https://listed.example"),
                with(ada, "Origin", own + ".elsewhere.example"),
                with(ada, "Origin", own, "Origin", ELSEWHERE),
                with(ada, "Origin", own, "Sec-Fetch-Site", "cross-site"),
                with(ada, "Origin", own, "Sec-Fetch-Site", "same-site"),
                with(ada, "Sec-Fetch-Site", "same-origin"));
        for (String[] headers : forged) {
            Errors.check(announce(house, "v3", headers), 403);
            Errors.check(house.post("/admin/invalidate-route", "{\"route\":\"/\"}", headers), 403);
            Errors.check(
                    house.http().send("DELETE", house.path("/admin/tokens/abc"), BodyPublishers.noBody(), headers),
                    403);
        }
        assertThat(house.rollcall().currentVersion()).isEqualTo(Setup.CURRENT);
        assertThat(house.admin("/admin/audit").json().path("entries")).isEmpty();
    }

    @Test
    @DisplayName("S1: pages of other sites can read nothing, not even who is signed in")
    void otherSites() {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_ORIGINS, List.of("https://listed.example"))
                .options(options -> options.application(ROLES)));
        for (String[] page : List.of(
                new String[] {"Sec-Fetch-Site", "cross-site"}, new String[] {"Origin", "https://listed.example"})) {
            String[] ada = with(TestPeople.signedIn("ada", "ADMIN"), page);
            Errors.check(house.get(STATS, ada), 403);
            assertThat(house.get(SESSION, ada).json().path("name").isNull()).isTrue();
            assertThat(house.get(SESSION, ada).body()).doesNotContain("ada");
        }
    }

    @Test
    @DisplayName("a person without any of the roles is told so by name, and not sent to sign in again and again")
    void withoutRole() {
        TestServer house = application();
        for (String roles : List.of("", "USER")) {
            String[] bob = TestPeople.signedIn("bob", roles);
            assertThat(house.get(SESSION, bob).json())
                    .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":false,"
                            + "\"application\":{\"name\":\"bob\",\"signIn\":\"/login\"}}"));
            Answer refused = house.get(STATS, bob);
            Errors.check(refused, 403);
            assertThat(refused.body()).contains("none of your roles");
        }
    }

    @Test
    @DisplayName("strangers learn where to sign in, and nothing else")
    void strangers() {
        TestServer house = application();
        assertThat(house.get(SESSION).json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":false,"
                        + "\"application\":{\"name\":null,\"signIn\":\"/login\"}}"));
        Errors.check(house.get(STATS), 401);
        Errors.check(announce(house, "v3"), 401);
    }

    @Test
    @DisplayName("an application may have roles and no secrets; its pages need not lead anywhere")
    void withoutSecrets() {
        ApplicationSignIn bare = new ApplicationSignIn(Map.of(Scope.READ, "VIEWER"), null, null);
        TestServer house = house(
                setup -> setup.options(options -> options.application(bare).secrets(AdminSecrets.none())));
        assertThat(house.get(SESSION).json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":false,"
                        + "\"application\":{\"name\":null,\"signIn\":null},\"secret\":false}"));
        Errors.check(house.get(STATS), 401);
        assertThat(house.get(SESSION, TestPeople.signedIn("ada", "VIEWER")).json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":\"ada\",\"scopes\":[\"read\"],\"by\":\"application\"}"));
    }

    @Test
    @DisplayName("a secret and a session precede the application's sign-in, which a wrong secret does not hide")
    void precedence() {
        TestServer house = application();
        String[] ada = fromPage(house, "ada", "VIEWER");
        String[] secret = with(ada, "Authorization", "Bearer " + Setup.SECRET);
        assertThat(announce(house, "v3", secret).status()).isEqualTo(200);
        assertThat(house.admin("/admin/audit")
                        .json()
                        .path("entries")
                        .path(0)
                        .path("via")
                        .asString())
                .isEqualTo("secret");
        assertThat(house.get(STATS, with(ada, "Authorization", "Bearer somebody-else's-token"))
                        .status())
                .isEqualTo(200);
        Answer signedIn = house.post(SESSION, Json.object("secret", Setup.SECRET), ada);
        String cookie = signedIn.header("set-cookie").orElseThrow().split(";", 2)[0];
        assertThat(house.get(SESSION, with(ada, "Cookie", cookie))
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("test");
    }

    /** Returns roles that resemble one of the settings. */
    static Stream<String> strangeRoles() {
        return Stream.of("admin", "ROLE_ADMIN", "ADMINS", "*", "VIEWER;ADMIN");
    }

    @ParameterizedTest
    @MethodSource("strangeRoles")
    @DisplayName("roles are compared whole")
    void whole(String role) {
        Errors.check(application().get(STATS, TestPeople.signedIn("eve", role)), 403);
    }
}
