import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const overview = new Hono<AppEnv>()
