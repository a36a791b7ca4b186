// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, type VNodeChild } from 'vue'
import { updateOf, type Update } from '../adapters/views'
import { clientOf, useState } from './client'

/** The type of {@link UpdatePrompt}, for TypeScript and templates. */
export type UpdatePromptComponent = new () => {
  $props: Record<never, never>
  $slots: { default?: (update: Update) => VNodeChild }
}

/**
 * Renders its default slot while there is something to ask the user: a new version that has not been dismissed, or a
 * reload that the server has ordered. It has no markup or style of its own.
 */
export const UpdatePrompt: UpdatePromptComponent = defineComponent({
  name: 'UpdatePrompt',
  setup(_, { slots }) {
    const client = clientOf(undefined)
    const state = useState(client)
    const update = computed(() => updateOf(client, state.value))
    return () => (update.value === null ? null : slots['default']?.(update.value))
  },
}) as unknown as UpdatePromptComponent
