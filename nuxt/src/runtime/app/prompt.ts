// SPDX-License-Identifier: Apache-2.0
import { showPrompt } from '@rollcall/client/prompt'
import { UpdatePrompt, type Update } from '@rollcall/client/vue'
import { defineComponent, h, onBeforeUnmount, onMounted, type SlotsType } from 'vue'
import { countPrompt } from './automatic-prompt'
import { useRollcall } from './composables'

/**
 * Asks the visitor when a new version is out, or the server has ordered a reload. With a slot it has no markup or style of its
 * own; without one it looks like the module's own prompt.
 */
export default defineComponent({
  name: 'RollcallPrompt',
  slots: Object as SlotsType<{ default?: Update }>,
  setup(_props, { slots }) {
    const { client } = useRollcall()
    let ends: (() => void)[] = []
    onMounted(() => {
      ends = [countPrompt(), ...(slots.default === undefined ? [showPrompt(client)] : [])]
    })
    onBeforeUnmount(() => {
      for (const end of ends) end()
    })
    return () => (slots.default === undefined ? null : h(UpdatePrompt, null, { default: slots.default }))
  },
})
