// SPDX-License-Identifier: Apache-2.0

/** A file that the module writes. */
declare module '#build/rollcall-version.mjs' {
  /** The version that a development server that plays Rollcall gives to this page. */
  export const simulated: string | undefined
}
