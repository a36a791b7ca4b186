// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Finds the version that is current at the start. The setting comes first, then what the front end's build has written,
 * because that is what tabs run; then the commit; then the application's version.
 *
 * @param resources has the files on the class path
 */
record VersionFinder(ResourceLoader resources) {

    /** How much of a file is read: a front end's may list everything it built, but its version comes first. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(VersionFinder.class);
    private static final List<String> FOLDERS = List.of("static/", "public/", "resources/", "META-INF/resources/", "");
    private static final List<String> FILES =
            List.of("_nuxt/builds/latest.json", "builds/latest.json", "_app/version.json", "version.json");
    private static final List<String> FIELDS = List.of("id", "version");

    /** Returns the version and where it comes from; null when there is none. */
    @Nullable
    Found find(@Nullable String setting, @Nullable GitProperties git, @Nullable BuildProperties build) {
        if (setting != null && !setting.isBlank()) {
            return new Found(setting, "rollcall.current-version");
        }
        Found frontEnd = frontEnd();
        if (frontEnd != null) {
            return frontEnd;
        }
        String commit = git == null ? null : git.getShortCommitId();
        if (commit != null) {
            return new Found(commit, "git.properties");
        }
        String version = build == null ? null : build.getVersion();
        return version == null ? null : new Found(version, "build-info.properties");
    }

    private @Nullable Found frontEnd() {
        for (String place : places()) {
            Resource resource = resources.getResource("classpath:" + place);
            String version = resource.exists() ? read(resource) : null;
            if (version != null) {
                return new Found(version, place);
            }
        }
        return null;
    }

    /** Returns where a front end's version is looked for on the class path, in this order. */
    static List<String> places() {
        return FOLDERS.stream()
                .flatMap(folder -> FILES.stream().map(file -> folder + file))
                .toList();
    }

    private static @Nullable String read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(text);
            for (String field : FIELDS) {
                if (json.get(field) instanceof String version && Version.of(version) instanceof Checked.Fit) {
                    return version;
                }
            }
        } catch (IOException | JsonParseException e) {
            LOG.debug("{} has no version.", resource, e);
        }
        return null;
    }

    /**
     * A version and its source.
     *
     * @param version the version
     * @param source the setting or file it comes from
     */
    record Found(String version, String source) {}
}
