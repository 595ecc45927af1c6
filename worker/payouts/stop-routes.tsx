import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const stops = new Hono<AppEnv>()
