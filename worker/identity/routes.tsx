import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const signIn = new Hono<AppEnv>()
export const signOut = new Hono<AppEnv>()
