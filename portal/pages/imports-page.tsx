import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { WayItem } from '../components/way.tsx'

/** What can be brought along from another tool, in the order in which one needs the other. */
export const ImportsPage = () => (
  <div class="narrow stack">
    <PageHead
      title="Import"
      lead="From the tool you used before. You see what becomes of each line before anything is stored, and the same file may come twice."
    />
    <Sheet title="In this order">
      <ol class="link-list">
        <WayItem href="/imports/partners">Partners</WayItem>
        <WayItem href="/imports/links">Links, with their old codes</WayItem>
        <WayItem href="/imports/prospects">Prospects, with who brought them</WayItem>
      </ol>
    </Sheet>
  </div>
)
