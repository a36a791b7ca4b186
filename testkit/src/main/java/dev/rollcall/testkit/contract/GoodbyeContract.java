// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The goodbye of a page that goes away, in the form that a browser can still send. */
public abstract class GoodbyeContract extends HostContract {

    private static final String TEXT = "text/plain;charset=UTF-8";

    /** For hosts. */
    protected GoodbyeContract() {}

    private static Answer leave(TestServer house, String type, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = type;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return house.http().send("POST", house.path("/leave"), BodyPublishers.ofString(body), all);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a goodbye in plain text ends the connection at once, whatever its transport")
    void plainText(Transport transport) {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        Tab tab = house.tab(transport, "");
        assertThat(leave(house, TEXT, tab.connectionId()).status()).isEqualTo(200);
        assertThat(house.rollcall().stats().total()).isZero();
        assertThat(closings.await(tab.id()).code()).isEqualTo(1000);
        Errors.check(leave(house, TEXT, tab.connectionId()), 404);
    }

    @Test
    @DisplayName("it may also come as a form or as JSON, but in no other way")
    void types() {
        TestServer house = house();
        PollingTab form = house.poll("");
        PollingTab json = house.poll("");
        assertThat(leave(house, "application/x-www-form-urlencoded", "a=b&connectionId=" + form.connectionId())
                        .status())
                .isEqualTo(200);
        assertThat(leave(house, "application/json", Json.object("connectionId", json.connectionId()))
                        .status())
                .isEqualTo(200);
        assertThat(house.rollcall().stats().total()).isZero();
        Errors.check(leave(house, "application/xml", "<a/>"), 415);
        Errors.check(leave(house, TEXT, ""), 400);
        Errors.check(leave(house, TEXT, "x".repeat(16_385)), 413);
        Errors.check(house.get("/leave"), 405);
    }

    @Test
    @DisplayName("S2: nobody can say it for another tab: it needs the proof, and no other site's page may send it")
    void forged() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        Errors.check(leave(house, TEXT, tab.id()), 404);
        Errors.check(leave(house, TEXT, tab.id() + ".AAAAAAAAAAAAAAAAAAAAAA"), 404);
        Errors.check(leave(house, TEXT, tab.connectionId(), "Origin", "https://evil.example"), 403);
        Errors.check(leave(house, TEXT, tab.connectionId(), "Origin", "null"), 403);
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("one that comes after the tab's next page has continued its lease ends nothing")
    void late() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1&route=/a");
        String before = tab.connectionId();
        tab.load("?version=v1&route=/b");
        assertThat(leave(house, TEXT, before).status()).isEqualTo(200);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
        assertThat(leave(house, TEXT, tab.connectionId()).status()).isEqualTo(200);
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("eight pages of one polling tab, each with a goodbye, are one tab, and none after the last")
    void pageAfterPage() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1&route=/0");
        for (int i = 1; i < 8; i++) {
            leave(house, TEXT, tab.connectionId());
            tab.load("?version=v1&route=/" + i);
            assertThat(house.rollcall().stats().total()).isEqualTo(1);
        }
        leave(house, TEXT, tab.connectionId());
        assertThat(house.rollcall().stats().total()).isZero();
    }
}
