// SPDX-License-Identifier: Apache-2.0
/** Rollcall and the contract as beans, made from the settings, whatever web server carries them. */
@NullMarked
package dev.rollcall.spring.contract;

import org.jspecify.annotations.NullMarked;
