import type { RegistrationPerson } from '../../schema/registrations.ts'
import type { NewRegistration } from './registration-shapes.ts'

type Named = Omit<RegistrationPerson, 'registrationId' | 'n'>

/** Everybody that the form names, the partner's own contact first; what was not said of the others is not known. */
export function peopleNamedIn(form: NewRegistration): Named[] {
  const contact: Named = {
    name: form.contactName,
    email: form.email,
    title: form.title || null,
    role: form.role,
    confidence: form.confidence,
  }
  const others = [
    { name: form.name2, email: form.email2, title: form.title2, role: form.role2, confidence: form.confidence2 },
    { name: form.name3, email: form.email3, title: form.title3, role: form.role3, confidence: form.confidence3 },
    { name: form.name4, email: form.email4, title: form.title4, role: form.role4, confidence: form.confidence4 },
  ]
  return [
    contact,
    ...others
      .filter(({ name }) => name !== '')
      .map(
        ({ name, email, title, role, confidence }): Named => ({
          name,
          email: email || null,
          title: title || null,
          role: role || 'unknown',
          confidence: confidence || 'guess',
        }),
      ),
  ]
}
