import { makeDeps } from './deps.ts'
import { createHandlers } from './handlers.ts'

export default createHandlers(makeDeps)
