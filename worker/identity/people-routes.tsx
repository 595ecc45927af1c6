import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const people = new Hono<AppEnv>()
