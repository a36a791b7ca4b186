// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import { updateOf, type Update } from '../adapters/views'
import { useClient, useClientState } from './hooks'

/** The props of {@link UpdatePrompt}. */
export interface UpdatePromptProps {
  /** Renders the prompt. */
  readonly children: (update: Update) => ReactNode
}

/**
 * Renders its child function while there is something to ask the user: a new version that has not been dismissed, or a
 * reload that the server has ordered. It has no markup or style of its own.
 */
export function UpdatePrompt({ children }: UpdatePromptProps): ReactNode {
  const client = useClient()
  const update = updateOf(client, useClientState(client))
  return update === null ? null : children(update)
}
