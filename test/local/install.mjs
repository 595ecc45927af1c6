// Installs what package-lock.json names when node_modules holds something else. Runs on whatever Node the machine has, from 20 on.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.goodword-installed')
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}`

if (!isInstalled()) install()

/** The stamp answers in a millisecond; without one (somebody ran npm by hand) the lock files are compared. */
function isInstalled() {
  if (!existsSync(ownNode)) return false
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === stamp
  if (!holdsTheLock()) return false
  writeFileSync(stampFile, stamp)
  return true
}

function holdsTheLock() {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  const there = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const wanted = Object.entries(JSON.parse(lock).packages).filter(([path]) => path !== '')
  const known = new Set(wanted.map(([path]) => path))
  return (
    Object.keys(there).every((path) => known.has(path)) &&
    wanted.every(([path, { version, optional }]) => (there[path] ? there[path].version === version : optional === true))
  )
}

function install() {
  console.log('Installing the packages of package-lock.json (some 200 MB, a minute or two) …')
  const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', arguments_, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) stop('npm ci failed: what it said stands above. Is the registry reachable?')
  if (!existsSync(ownNode))
    stop('The package "node" did not run its install script: run `npm rebuild node esbuild workerd`, then try again.')
  writeFileSync(stampFile, stamp)
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
