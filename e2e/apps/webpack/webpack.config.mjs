// SPDX-License-Identifier: Apache-2.0
import { findBuildId } from '@rollcall/client/vite'
import HtmlWebpackPlugin from 'html-webpack-plugin'
import webpack from 'webpack'

export default {
  mode: 'production',
  entry: './src/main.js',
  output: { filename: '[name].[contenthash].js', publicPath: '/', clean: true },
  plugins: [
    new webpack.DefinePlugin({ BUILD_ID: JSON.stringify(findBuildId({ folder: '.' }).id) }),
    new HtmlWebpackPlugin(),
  ],
}
