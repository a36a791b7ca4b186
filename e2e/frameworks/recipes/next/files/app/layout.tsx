import type { ReactNode } from 'react'
import { Rollcall } from './rollcall'

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Rollcall>{children}</Rollcall>
      </body>
    </html>
  )
}
