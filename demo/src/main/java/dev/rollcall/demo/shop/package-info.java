// SPDX-License-Identifier: Apache-2.0
/** A small shop of several pages, served beside the contract, and a button that deploys its next version. */
@NullMarked
package dev.rollcall.demo.shop;

import org.jspecify.annotations.NullMarked;
