import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const members = new Hono<AppEnv>()
