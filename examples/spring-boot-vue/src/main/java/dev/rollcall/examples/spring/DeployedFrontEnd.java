// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import dev.rollcall.core.Rollcall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.stereotype.Component;

/**
 * The front end in the folder {@code site.pages}, which may be newer than the jar because it was deployed there and
 * announced by curl. After a restart tabs still get that front end, so its version becomes current again before the port
 * opens.
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
