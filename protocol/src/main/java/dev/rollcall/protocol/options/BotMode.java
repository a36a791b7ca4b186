// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

/** What becomes of crawlers, which are recognised by their user agent. */
public enum BotMode {
    /** They are turned away, and not counted. */
    EXCLUDE,
    /** They are treated like people. */
    COUNT
}
