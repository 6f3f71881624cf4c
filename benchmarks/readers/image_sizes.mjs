// What a module of npm says about pictures: image_sizes.mjs PACKAGE FOLDER_OF_NPM LIST. Format, width and height between
// tabs, a line for each path of LIST.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [, , wanted, folder, list] = process.argv
const paths = readFileSync(list, 'utf8').split('\n').filter((line) => line !== '')
const require = createRequire(folder + '/')

// Both ways begin with what the package itself advises for a file.
const readers = {
  'image-size': async () => (await import(require.resolve('image-size/fromFile'))).imageSizeFromFile,
  'probe-image-size': () => {
    const probe = require('probe-image-size')
    return (path) => probe(require('fs').createReadStream(path))
  },
}

const read = await readers[wanted]()
const lines = []
for (const path of paths) {
  try {
    const { type, width, height } = await read(path)
    lines.push(`${type}\t${width}\t${height}`)
  } catch {
    lines.push('\t\t')
  }
}
process.stdout.write(lines.join('\n') + '\n')
