import { RollcallProvider } from '@rollcall/client/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import App from './App'
import { client } from './rollcall'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <RollcallProvider client={client}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </RollcallProvider>
  </StrictMode>,
)
