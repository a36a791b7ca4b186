// SPDX-License-Identifier: Apache-2.0
import type { RollcallOptions } from '@rollcall/client'

/** The settings of the client that a configuration file can hold. */
export type ClientSettings = Omit<RollcallOptions, 'version' | 'url' | 'route' | 'window' | 'beforeReload' | 'prefetch'>

/** What pages can see, in `runtimeConfig.public.rollcall`. */
export interface PublicSettings {
  url: string
  /** Whether the path belongs to this Nuxt application, below its base. */
  belowBase: boolean
  prompt: boolean
  prefetch: boolean
  groups: boolean
  versionHeader: boolean
  client: ClientSettings
}

/** Returns the name of a file for a version, which may have any characters. */
export function fileName(version: string): string {
  return version.replace(/[^\w.-]/gu, (character) => `~${character.codePointAt(0)?.toString(16)}`)
}
