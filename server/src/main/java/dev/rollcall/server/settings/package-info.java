// SPDX-License-Identifier: Apache-2.0
/** The settings, each defined once: options, environment variables, file, help and documentation follow from here. */
@NullMarked
package dev.rollcall.server.settings;

import org.jspecify.annotations.NullMarked;
