import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const prospects = new Hono<AppEnv>()
export const introductions = new Hono<AppEnv>()
