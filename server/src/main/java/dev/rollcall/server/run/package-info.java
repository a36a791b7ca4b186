// SPDX-License-Identifier: Apache-2.0
/** One run of the server: its parts wired together from the settings, what it reports, and how it stops. */
@NullMarked
package dev.rollcall.server.run;

import org.jspecify.annotations.NullMarked;
