import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const redirect = new Hono<AppEnv>()
