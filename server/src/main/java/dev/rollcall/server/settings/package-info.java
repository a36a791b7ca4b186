// SPDX-License-Identifier: Apache-2.0
/** What can be set, once: from here come options, environment, file, help and documentation. */
@NullMarked
package dev.rollcall.server.settings;

import org.jspecify.annotations.NullMarked;
