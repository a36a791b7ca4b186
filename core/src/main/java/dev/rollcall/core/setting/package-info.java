// SPDX-License-Identifier: Apache-2.0
/**
 * What a setting is. Each module defines its settings once, with name, range, default and words; the library's options,
 * the server's command line, the Spring Boot properties and the documentation are all made from that.
 */
@NullMarked
package dev.rollcall.core.setting;

import org.jspecify.annotations.NullMarked;
