// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.protocol.json.JsonWriter;

/** An event as it is sent. Pure functions. */
final class WebhookJson {

    private WebhookJson() {}

    static byte[] write(RolloutEvent event) {
        JsonWriter json = new JsonWriter(256).beginObject();
        json.name("id").value(event.id());
        json.name("type").value(event.type().wireName());
        json.name("at").value(event.at());
        json.name("version").value(event.version());
        if (event.command() != null) {
            json.name("command").value((Object) event.command());
        }
        RolloutEvent.Tabs tabs = event.tabs();
        if (tabs != null) {
            json.name("tabs").beginObject();
            json.name("total").value(tabs.total());
            json.name("current").value(tabs.current());
            json.name("behind").value(tabs.behind()).endObject();
        }
        if (event.why() != null) {
            json.name("why").value((Object) event.why());
        }
        return json.endObject().toBytes();
    }
}
