// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

/** How crawlers, which are recognised by their user agent, are treated. */
public enum BotMode {
    /** They are turned away, and not counted. */
    EXCLUDE,
    /** They are treated like people. */
    COUNT
}
