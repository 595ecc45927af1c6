import { BlankSlate } from '../components/blank-slate.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type Shown = {
  id: string
  kind: 'logo' | 'quote'
  company: string | null
  person: string | null
  text: string | null
  logo: string | null
  benefit: string | null
}

/** Who stands by the company in public, in the words it allowed, and what it gets for it. */
export const WallPage = ({ programme, shown, origin }: { programme: string; shown: Shown[]; origin: string }) => (
  <div class="stack">
    <PageHead
      title={`Who stands by ${programme}`}
      lead="Each of them allowed these words, or its name, and may take that back at any moment. Nobody is paid for a quote."
    />
    {shown.length === 0 && <BlankSlate title="Nobody at the moment">Come back another day.</BlankSlate>}
    {shown.map((each) => (
      <Sheet>
        {each.kind === 'quote' && each.text ? (
          <blockquote class="quote">
            <p class="quote__text">{each.text}</p>
            <footer class="quote__author">
              {[each.person, each.company].filter(Boolean).join(', ') || 'A customer who prefers to stay without a name'}
            </footer>
          </blockquote>
        ) : (
          <p class="quote__text">
            {each.company} {each.logo && <a href={each.logo}>(its logo)</a>}
          </p>
        )}
        {each.benefit && <p class="soft">In return it gets: {each.benefit}</p>}
      </Sheet>
    ))}
    <details>
      <summary>Show this on another site</summary>
      <div class="letter">
        {`<script src="${origin}/sponsors.js" defer></script>\n<goodword-sponsors show="quotes"></goodword-sponsors>`}
      </div>
    </details>
  </div>
)
