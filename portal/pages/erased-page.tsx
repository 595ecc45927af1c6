import { PageHead } from '../components/page-head.tsx'

export const ErasedPage = ({ programme }: { programme: string }) => (
  <div class="narrow stack">
    <PageHead title="It is erased" lead={`${programme} holds nothing about you any more. A last mail says so; then we are silent.`} />
    <p>If you ever want to talk to us, just write: the door is open from your side.</p>
  </div>
)
