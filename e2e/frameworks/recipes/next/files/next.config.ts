import type { NextConfig } from 'next'

const rollcall = process.env.ROLLCALL_URL ?? 'http://localhost:8080' // when building

const nextConfig: NextConfig = {
  env: { BUILD_ID: process.env.BUILD_ID ?? 'development' },
  rewrites: async () => [{ source: '/__skew/:path*', destination: `${rollcall}/__skew/:path*` }],
}

export default nextConfig
