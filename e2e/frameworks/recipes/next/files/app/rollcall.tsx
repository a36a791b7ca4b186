'use client'

import { createRollcall } from '@rollcall/client'
import { RollcallProvider, UpdatePrompt, useActiveConnections, useRoute } from '@rollcall/client/react'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

const client = createRollcall({ version: process.env.BUILD_ID! })

export function Rollcall({ children }: { children: ReactNode }) {
  useRoute(usePathname(), client)
  return (
    <RollcallProvider client={client}>
      {children}
      <UpdatePrompt>
        {({ serverVersion, seconds, pending, reload, dismiss }) => (
          <div role="status">
            <p>{pending ? `This page reloads${seconds ? ` in ${seconds} s` : ''}.` : `Version ${serverVersion} is out.`}</p>
            <button onClick={reload}>Reload</button>
            <button onClick={dismiss}>Later</button>
          </div>
        )}
      </UpdatePrompt>
    </RollcallProvider>
  )
}

export function OpenTabs() {
  const { total, authorized } = useActiveConnections()
  return authorized && <p>{total} tabs are open</p>
}
