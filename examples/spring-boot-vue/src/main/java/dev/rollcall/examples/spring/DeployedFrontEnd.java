// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import dev.rollcall.core.Rollcall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.stereotype.Component;

/**
 * The front end may be newer than the jar: one was put into the folder {@code site.pages} and announced by curl. After a
 * restart it is still the one that tabs get, so its version is put in force again, before the port opens.
 */
@Component
class DeployedFrontEnd {

    DeployedFrontEnd(SiteSettings settings, Rollcall rollcall) throws IOException {
        Path latest = settings.pages().resolve("builds/latest.json");
        if (Files.exists(latest)) {
            Object id = JsonParserFactory.getJsonParser()
                    .parseMap(Files.readString(latest))
                    .get("id");
            rollcall.announce(String.valueOf(id));
        }
    }
}
