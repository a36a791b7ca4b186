import { Link, useParams } from 'react-router'
import { OpenTabs } from './OpenTabs'

export function Home() {
  return (
    <main>
      <h1>Shop</h1>
      <Link to="/product/1">Product 1</Link>
      <OpenTabs />
    </main>
  )
}

export function Product() {
  return <h1>Product {useParams().id}</h1>
}
