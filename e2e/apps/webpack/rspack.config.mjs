// SPDX-License-Identifier: Apache-2.0
import { findBuildId } from '@rollcall/client/vite'
import { DefinePlugin, HtmlRspackPlugin } from '@rspack/core'

export default {
  mode: 'production',
  entry: './src/main.js',
  output: { filename: '[name].[contenthash].js', publicPath: '/', clean: true },
  plugins: [
    new DefinePlugin({ BUILD_ID: JSON.stringify(findBuildId({ folder: '.' }).id) }),
    new HtmlRspackPlugin(),
  ],
}
