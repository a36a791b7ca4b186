import { UpdatePrompt, useRoute } from '@rollcall/client/react'
import { Route, Routes, useLocation } from 'react-router'
import { Home, Product } from './pages'

export default function App() {
  useRoute(useLocation().pathname)
  return (
    <>
      <Routes>
        <Route path="/" element={<Home />} />
        <Route path="/product/:id" element={<Product />} />
      </Routes>
      <UpdatePrompt>
        {({ serverVersion, pending, reload, dismiss }) => (
          <div role="status">
            <p>{pending ? 'This page is about to reload.' : `Version ${serverVersion} is out.`}</p>
            <button onClick={reload}>Reload</button>
            <button onClick={dismiss}>Later</button>
          </div>
        )}
      </UpdatePrompt>
    </>
  )
}
