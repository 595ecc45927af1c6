import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const getPaid = new Hono<AppEnv>()
