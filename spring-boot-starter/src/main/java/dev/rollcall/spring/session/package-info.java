// SPDX-License-Identifier: Apache-2.0
/** Sessions of the application's people, looked at without using them; and their ends. */
@NullMarked
package dev.rollcall.spring.session;

import org.jspecify.annotations.NullMarked;
