// SPDX-License-Identifier: Apache-2.0
// What `@rollcall/client/build` is without a bundler plugin that replaces it.

/**
 * The id of the build that this code belongs to. The plugin of `@rollcall/client/vite` puts it here.
 *
 * @throws Error when the module is loaded without that plugin
 */
export const BUILD_ID: string = missing()

function missing(): never {
  throw new Error(
    "rollcall: no build id in '@rollcall/client/build' (expected: the plugin of '@rollcall/client/vite' in vite.config, or a version of your own)",
  )
}
