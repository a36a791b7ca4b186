// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of settings under one heading, in the order of the help. A setting that is made here is listed here, so that it
 * is in the source once. Filled while the classes of the settings are loaded; only read afterwards.
 */
public final class Shelf {

    private final String heading;
    private final List<Setting<?>> settings = new ArrayList<>();

    /** Makes an empty group with a heading. */
    public Shelf(String heading) {
        this.heading = heading;
    }

    /** Returns the heading. */
    public String heading() {
        return heading;
    }

    /** Returns the settings, unmodifiable. */
    public List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }

    /** Adds a setting with a default, given as it would be written. */
    public <T> Setting<T> of(String name, Type<T> type, String defaultText, String description) {
        return keep(name, type, description, defaultText, defaultText);
    }

    /** Adds a setting without a default. */
    <T> Setting<T> optional(String name, Type<T> type, String description) {
        return keep(name, type, description, null, "not set");
    }

    /** Adds a setting without a default, with words for what happens when it is not set. */
    <T> Setting<T> optional(String name, Type<T> type, String otherwise, String description) {
        return keep(name, type, description, null, otherwise);
    }

    private <T> Setting<T> keep(String name, Type<T> type, String text, @Nullable String value, String words) {
        Setting<T> setting = new Setting<>(name, type, text, value, words);
        settings.add(setting);
        return setting;
    }
}
