// SPDX-License-Identifier: Apache-2.0
import { createApp, effectScope, h, nextTick, type Component, type EffectScope } from 'vue'
import { afterEach } from 'vitest'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  document.body.replaceChildren()
})

/** Runs a composable as a component would; its scope ends with the test. */
export function inScope<T>(setup: () => T): T {
  const scope: EffectScope = effectScope()
  ends.push(() => scope.stop())
  return scope.run(setup) as T
}

/** Puts a component on the page until the test ends. */
export function mount(component: Component, props: Record<string, unknown> = {}, setup: () => void = () => {}): HTMLElement {
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp({
    setup() {
      setup()
      return () => h(component, props)
    },
  })
  app.mount(root)
  ends.push(() => app.unmount())
  return root
}

/** Lets promises and rendering come to rest. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTick()
}

/** The only element that fits. */
export function the<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelectorAll<E>(selector)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${selector}: ${found.length} elements (expected: 1)`)
  return found[0]
}
