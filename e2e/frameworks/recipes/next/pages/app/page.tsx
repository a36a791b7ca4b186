import Link from 'next/link'
import { OpenTabs } from './rollcall'

export default function Home() {
  return (
    <main>
      <h1>Shop</h1>
      <Link href="/product/1">Product 1</Link>
      <OpenTabs />
    </main>
  )
}
