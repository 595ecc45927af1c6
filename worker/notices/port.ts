/** A mail ready to leave. `id` is the same on every try, so a receiver that cares can drop a repeat. */
export type Mail = { id: string; to: string; subject: string; text: string; html: string }

/** Hands a mail over for delivery. Throws when it could not be handed over; it is tried again later. */
export type Mailer = { send(mail: Mail): Promise<void> }
