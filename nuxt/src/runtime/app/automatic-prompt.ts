// SPDX-License-Identifier: Apache-2.0
// The prompt that the module shows unless the application has one.
import type { Rollcall } from '@rollcall/client'
import { showPrompt } from '@rollcall/client/prompt'

let ofApplication = 0
let client: Rollcall | undefined
let stop: (() => void) | undefined

/** Shows the prompt while the application has none of its own. */
export function startPrompt(shown: Rollcall): void {
  client = shown
  look()
}

/** Counts a prompt of the application, until the returned function is called. */
export function countPrompt(): () => void {
  ofApplication += 1
  look()
  return () => {
    ofApplication -= 1
    look()
  }
}

function look(): void {
  if (ofApplication > 0) {
    stop?.()
    stop = undefined
  } else if (client !== undefined) {
    stop ??= showPrompt(client)
  }
}
