// SPDX-License-Identifier: Apache-2.0
import { useLogger } from '@nuxt/kit'
import type { Nuxt } from '@nuxt/schema'
import { rollcall } from '@rollcall/client/announce'
import type { ModuleOptions } from './options'

/** Announces the build once everything else about it is done. */
export function announceWhenDone(nuxt: Nuxt, { announce, serverUrl }: ModuleOptions): void {
  if (announce === false) return
  const { url, force = false } = announce === true ? {} : announce
  nuxt.hook('close', async () => {
    const address = url ?? process.env['ROLLCALL_URL'] ?? serverUrl
    const args = ['announce', nuxt.options.buildId, ...(address ? ['--url', address] : []), ...(force ? ['--force'] : [])]
    const logger = useLogger('rollcall')
    const lines: string[] = []
    const code = await rollcall(args, {
      env: process.env,
      folder: nuxt.options.rootDir,
      out: (line) => logger.success(line),
      err: (line) => lines.push(line),
    })
    // The build is fine, but nobody should learn from visitors that it was not announced.
    if (code !== 0) throw new Error(`${lines.join('\n')}\nThe build is complete, but was not announced.`)
  })
}
