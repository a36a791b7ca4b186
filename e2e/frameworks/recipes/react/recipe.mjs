// SPDX-License-Identifier: Apache-2.0
export default {
  shows: ['vite', 'react', 'react-router'],
  starter: (name) => ['create-vite@9.3.0', name, '--template', 'react-ts', '--no-interactive'],
  packages: ['react-router@7.18.7'],
  build: () => ['npm', 'run', 'build'],
  output: 'dist',
  serve: (port) => ['vite', 'preview', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  develop: (port) => ['vite', 'dev', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  ready: /Local:/,
}
