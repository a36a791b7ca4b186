import { useActiveConnections } from '@rollcall/client/react'

export function OpenTabs() {
  const { total, authorized } = useActiveConnections()
  return authorized && <p>{total} tabs are open</p>
}
