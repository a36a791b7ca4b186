// SPDX-License-Identifier: Apache-2.0

/** A file that the module writes. */
declare module '#build/rollcall-version.mjs' {
  /** In a development server that plays the server, the version that it gives to this page. */
  export const simulated: string | undefined
}
