-- An agreement begins as a draft, is offered with its whole text, signed by both sides, and ends. What both signed never changes (AGR1).
CREATE TRIGGER agreements_begin BEFORE INSERT ON agreements
WHEN NEW.status <> 'draft' OR NEW.text IS NOT NULL OR NEW.signed_by_us IS NOT NULL OR NEW.signed_by_them IS NOT NULL OR NEW.notice_given_at IS NOT NULL
  OR NEW.version <> 1 + (SELECT coalesce(max(a.version), 0) FROM agreements a WHERE a.prospect_id = NEW.prospect_id AND a.kind = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'agreements: begins as a draft, versions follow each other');
END;
--> statement-breakpoint
CREATE TRIGGER agreements_moves BEFORE UPDATE OF status ON agreements
WHEN NEW.status <> OLD.status AND NOT (
  (OLD.status = 'draft' AND NEW.status IN ('offered', 'ended')) OR (OLD.status = 'offered' AND NEW.status IN ('draft', 'signed', 'ended'))
  OR (OLD.status = 'signed' AND NEW.status = 'ended'))
BEGIN
  SELECT RAISE(ABORT, 'agreements: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER agreements_final BEFORE UPDATE ON agreements
WHEN OLD.status = 'ended'
BEGIN
  SELECT RAISE(ABORT, 'agreements: ended');
END;
--> statement-breakpoint
CREATE TRIGGER agreements_frozen BEFORE UPDATE ON agreements
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.kind IS NOT OLD.kind OR NEW.version IS NOT OLD.version
  OR NEW.created_by IS NOT OLD.created_by OR NEW.created_at IS NOT OLD.created_at
  OR (OLD.status <> 'draft' AND (NEW.preamble IS NOT OLD.preamble OR NEW.starts_on IS NOT OLD.starts_on OR NEW.ends_on IS NOT OLD.ends_on
    OR NEW.notice_days IS NOT OLD.notice_days))
  OR (OLD.status <> 'draft' AND NEW.status <> 'draft' AND (NEW.text IS NOT OLD.text OR NEW.text_hash IS NOT OLD.text_hash
    OR (OLD.signed_by_us IS NOT NULL AND (NEW.signed_by_us IS NOT OLD.signed_by_us OR NEW.signed_by_us_at IS NOT OLD.signed_by_us_at))
    OR (OLD.signed_by_them IS NOT NULL AND (NEW.signed_by_them IS NOT OLD.signed_by_them OR NEW.signed_by_them_at IS NOT OLD.signed_by_them_at
      OR NEW.signed_by_them_via IS NOT OLD.signed_by_them_via))))
  OR (OLD.status = 'draft' AND NEW.status = 'draft' AND NEW.text IS NOT NULL)
  OR (NEW.status = 'draft' AND (NEW.text IS NOT NULL OR NEW.signed_by_us IS NOT NULL OR NEW.signed_by_them IS NOT NULL))
  OR (OLD.notice_given_at IS NOT NULL AND (NEW.notice_given_at IS NOT OLD.notice_given_at OR NEW.notice_ends_on IS NOT OLD.notice_ends_on))
BEGIN
  SELECT RAISE(ABORT, 'agreements: what was offered or signed never changes');
END;
--> statement-breakpoint
CREATE TRIGGER agreements_never_go BEFORE DELETE ON agreements
BEGIN
  SELECT RAISE(ABORT, 'agreements: an agreement is never deleted');
END;
--> statement-breakpoint
-- AGR2, CAT2: it states what is owed; a sponsor's holds the reference duties, too.
CREATE TRIGGER agreements_offer_states BEFORE UPDATE OF status ON agreements
WHEN OLD.status = 'draft' AND NEW.status = 'offered' AND (NEW.text IS NULL OR (NEW.kind IN ('reference', 'sponsor')
  AND NOT EXISTS (SELECT 1 FROM obligations o WHERE o.agreement_id = NEW.id AND o.activity IN ('prospect_call', 'analyst_call', 'site_visit'))))
BEGIN
  SELECT RAISE(ABORT, 'agreements: an offer states the reference duties');
END;
--> statement-breakpoint
-- DIS1, DIS2, DIS4, DIS5: the settings decide, or what the programme begins with.
CREATE TRIGGER agreements_offer_discount BEFORE UPDATE OF status ON agreements
WHEN OLD.status = 'draft' AND NEW.status = 'offered' AND EXISTS (
  SELECT 1 FROM discounts d LEFT JOIN settings s ON s.key = 'discounts' WHERE d.agreement_id = NEW.id AND (
    coalesce(json_extract(s.value, '$.policy'), 'only_when_asked') = 'none'
    OR (coalesce(json_extract(s.value, '$.policy'), 'only_when_asked') = 'only_when_asked'
      AND NOT EXISTS (SELECT 1 FROM discount_requests r WHERE r.prospect_id = NEW.prospect_id))
    OR NOT (EXISTS (SELECT 1 FROM obligations o WHERE o.agreement_id = NEW.id) OR EXISTS (SELECT 1 FROM grants g WHERE g.agreement_id = NEW.id))
    OR (d.percent_bps > coalesce(json_extract(s.value, '$.aloneBps'), 2500)
      AND (SELECT count(*) FROM obligations o WHERE o.agreement_id = NEW.id) < 2)
    OR (d.percent_bps > coalesce(json_extract(s.value, '$.secondBps'), 4000) AND d.second_by IS NULL)
    OR (NEW.kind = 'sponsor' AND d.percent_bps < coalesce((SELECT max(e.percent_bps) FROM discounts e JOIN agreements a ON a.id = e.agreement_id
      WHERE a.prospect_id = NEW.prospect_id AND a.kind = 'reference' AND a.status = 'signed'), 0))
    OR (NEW.kind = 'reference' AND d.percent_bps > coalesce((SELECT min(e.percent_bps) FROM discounts e JOIN agreements a ON a.id = e.agreement_id
      WHERE a.prospect_id = NEW.prospect_id AND a.kind = 'sponsor' AND a.status = 'signed'), 10000))))
BEGIN
  SELECT RAISE(ABORT, 'discounts: outside the policy');
END;
--> statement-breakpoint
CREATE TRIGGER obligations_begin BEFORE INSERT ON obligations
WHEN NEW.delivered <> 0 OR NEW.cancelled <> 0
  OR NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = NEW.agreement_id AND a.prospect_id = NEW.prospect_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'obligations: written in a draft, with nothing done');
END;
--> statement-breakpoint
-- OBL1: figures follow the moves alone.
CREATE TRIGGER obligations_frozen BEFORE UPDATE ON obligations
WHEN NEW.id IS NOT OLD.id OR NEW.agreement_id IS NOT OLD.agreement_id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.activity IS NOT OLD.activity
  OR NEW.promised IS NOT OLD.promised OR NEW.due_on IS NOT OLD.due_on OR NEW.created_at IS NOT OLD.created_at
  OR NEW.delivered <> (SELECT coalesce(sum(m.n), 0) FROM obligation_moves m WHERE m.obligation_id = OLD.id AND m.kind = 'delivered')
  OR NEW.cancelled <> (SELECT coalesce(sum(m.n), 0) FROM obligation_moves m WHERE m.obligation_id = OLD.id AND m.kind = 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'obligations: figures follow what was delivered and cancelled');
END;
--> statement-breakpoint
CREATE TRIGGER obligations_go_in_draft BEFORE DELETE ON obligations
WHEN NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'obligations: stated in what was offered');
END;
--> statement-breakpoint
CREATE TRIGGER obligation_moves_begin BEFORE INSERT ON obligation_moves
WHEN NOT EXISTS (SELECT 1 FROM obligations o JOIN agreements a ON a.id = o.agreement_id
  WHERE o.id = NEW.obligation_id AND a.status = 'signed' AND o.due >= NEW.n)
BEGIN
  SELECT RAISE(ABORT, 'obligation_moves: nothing of it is due');
END;
--> statement-breakpoint
CREATE TRIGGER obligation_moves_count AFTER INSERT ON obligation_moves
BEGIN
  UPDATE obligations SET due = due - NEW.n, delivered = delivered + iif(NEW.kind = 'delivered', NEW.n, 0),
    cancelled = cancelled + iif(NEW.kind = 'cancelled', NEW.n, 0) WHERE id = NEW.obligation_id;
END;
--> statement-breakpoint
CREATE TRIGGER obligation_moves_never_change BEFORE UPDATE ON obligation_moves
BEGIN
  SELECT RAISE(ABORT, 'obligation_moves: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER obligation_moves_never_go BEFORE DELETE ON obligation_moves
BEGIN
  SELECT RAISE(ABORT, 'obligation_moves: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER benefits_in_draft BEFORE INSERT ON benefits
WHEN NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = NEW.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'benefits: written in a draft');
END;
--> statement-breakpoint
CREATE TRIGGER benefits_never_change BEFORE UPDATE ON benefits
BEGIN
  SELECT RAISE(ABORT, 'benefits: written anew');
END;
--> statement-breakpoint
CREATE TRIGGER benefits_go_in_draft BEFORE DELETE ON benefits
WHEN NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'benefits: stated in what was offered');
END;
--> statement-breakpoint
CREATE TRIGGER discount_requests_never_change BEFORE UPDATE ON discount_requests
BEGIN
  SELECT RAISE(ABORT, 'discount_requests: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER discount_requests_never_go BEFORE DELETE ON discount_requests
BEGIN
  SELECT RAISE(ABORT, 'discount_requests: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER discounts_in_draft BEFORE INSERT ON discounts
WHEN NEW.second_by IS NOT NULL OR NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = NEW.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'discounts: written in a draft by one person');
END;
--> statement-breakpoint
CREATE TRIGGER discounts_frozen BEFORE UPDATE ON discounts
WHEN NEW.id IS NOT OLD.id OR NEW.agreement_id IS NOT OLD.agreement_id OR NEW.list_minor IS NOT OLD.list_minor OR NEW.percent_bps IS NOT OLD.percent_bps
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.currency IS NOT OLD.currency OR NEW.referred_id IS NOT OLD.referred_id
  OR NEW.given_by IS NOT OLD.given_by OR OLD.second_by IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'discounts: frozen');
END;
--> statement-breakpoint
CREATE TRIGGER discounts_go_in_draft BEFORE DELETE ON discounts
WHEN NOT EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'discounts: stated in what was offered');
END;
--> statement-breakpoint
CREATE TRIGGER relationship_links_end_once BEFORE UPDATE ON relationship_links
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.name IS NOT OLD.name
  OR NEW.email IS NOT OLD.email OR NEW.token_hash IS NOT OLD.token_hash OR NEW.expires_at IS NOT OLD.expires_at OR NEW.sent_by IS NOT OLD.sent_by
BEGIN
  SELECT RAISE(ABORT, 'relationship_links: may only end');
END;
--> statement-breakpoint
-- GRA1 to GRA6: each grant for itself, in exactly these words, with who else must say yes.
CREATE TRIGGER grants_begin BEFORE INSERT ON grants
WHEN NEW.status <> 'asked' OR NEW.given_at IS NOT NULL OR NEW.closed_at IS NOT NULL
  OR (NEW.kind <> 'calls' AND EXISTS (SELECT 1 FROM clauses c WHERE c.prospect_id = NEW.prospect_id AND c.status = 'struck'
    AND c.rests_until > date(NEW.asked_at / 1000, 'unixepoch')))
BEGIN
  SELECT RAISE(ABORT, 'grants: begins asked, and not while naming rests');
END;
--> statement-breakpoint
CREATE TRIGGER grants_frozen BEFORE UPDATE ON grants
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.kind IS NOT OLD.kind OR NEW.scope IS NOT OLD.scope
  OR NEW.contact_id IS NOT OLD.contact_id OR NEW.person_name IS NOT OLD.person_name OR NEW.text IS NOT OLD.text OR NEW.text_hash IS NOT OLD.text_hash
  OR NEW.file IS NOT OLD.file OR NEW.guide IS NOT OLD.guide OR NEW.document_kind IS NOT OLD.document_kind OR NEW.two_approvers IS NOT OLD.two_approvers
  OR NEW.benefit_disclosed IS NOT OLD.benefit_disclosed OR NEW.agreement_id IS NOT OLD.agreement_id OR NEW.clause_id IS NOT OLD.clause_id
  OR NEW.starts_on IS NOT OLD.starts_on OR NEW.ends_on IS NOT OLD.ends_on OR NEW.asked_by IS NOT OLD.asked_by OR NEW.asked_at IS NOT OLD.asked_at
  OR (OLD.status <> 'asked' AND (NEW.given_by IS NOT OLD.given_by OR NEW.given_at IS NOT OLD.given_at OR NEW.post_url IS NOT OLD.post_url
    OR NEW.posted_on IS NOT OLD.posted_on))
BEGIN
  SELECT RAISE(ABORT, 'grants: another text is another grant');
END;
--> statement-breakpoint
CREATE TRIGGER grants_moves BEFORE UPDATE OF status ON grants
WHEN NEW.status <> OLD.status AND NOT ((OLD.status = 'asked' AND NEW.status IN ('given', 'refused'))
  OR (OLD.status = 'given' AND NEW.status IN ('ended', 'withdrawn')))
BEGIN
  SELECT RAISE(ABORT, 'grants: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER grants_final BEFORE UPDATE ON grants
WHEN OLD.status IN ('refused', 'ended', 'withdrawn')
BEGIN
  SELECT RAISE(ABORT, 'grants: over');
END;
--> statement-breakpoint
CREATE TRIGGER grants_never_go BEFORE DELETE ON grants
BEGIN
  SELECT RAISE(ABORT, 'grants: a grant is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER grants_given BEFORE UPDATE OF status ON grants
WHEN OLD.status = 'asked' AND NEW.status = 'given' AND (SELECT count(*) FROM grant_approvals p WHERE p.grant_id = NEW.id AND p.text_hash = NEW.text_hash
  AND p.side IN (SELECT value FROM json_each(CASE
    WHEN NEW.kind = 'calls' AND NEW.scope = 'individual' THEN '["person"]'
    WHEN NEW.kind = 'linkedin' THEN '["person"]'
    WHEN NEW.kind = 'nda_slide' THEN '["person","company"]'
    WHEN NEW.kind = 'joint_press_release' AND NEW.two_approvers = 1 THEN '["company","company_second","us"]'
    WHEN NEW.kind = 'joint_press_release' THEN '["company","us"]'
    ELSE '["company"]' END))) < CASE
    WHEN NEW.kind = 'nda_slide' THEN 2
    WHEN NEW.kind = 'joint_press_release' THEN 2 + NEW.two_approvers
    ELSE 1 END
BEGIN
  SELECT RAISE(ABORT, 'grants: somebody has not said yes');
END;
--> statement-breakpoint
-- GRA3: at once, whoever ends it and however: our own places go dark, others become tasks.
CREATE TRIGGER grants_closed AFTER UPDATE OF status ON grants
WHEN OLD.status = 'given' AND NEW.status IN ('ended', 'withdrawn')
BEGIN
  UPDATE grant_uses SET overdue_since = NEW.closed_at WHERE grant_id = NEW.id AND taken_down_at IS NULL AND kind NOT IN ('wall', 'quote');
  UPDATE grant_uses SET taken_down_at = NEW.closed_at, taken_down_by = 'system' WHERE grant_id = NEW.id AND taken_down_at IS NULL AND kind IN ('wall', 'quote');
  UPDATE quotes SET status = NEW.status, closed_at = NEW.closed_at WHERE grant_id = NEW.id AND status = 'published';
END;
--> statement-breakpoint
CREATE TRIGGER grant_approvals_begin BEFORE INSERT ON grant_approvals
WHEN NOT EXISTS (SELECT 1 FROM grants g WHERE g.id = NEW.grant_id AND g.status = 'asked' AND g.text_hash = NEW.text_hash)
BEGIN
  SELECT RAISE(ABORT, 'grant_approvals: of another text, or no longer asked');
END;
--> statement-breakpoint
CREATE TRIGGER grant_approvals_never_change BEFORE UPDATE ON grant_approvals
BEGIN
  SELECT RAISE(ABORT, 'grant_approvals: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER grant_approvals_never_go BEFORE DELETE ON grant_approvals
BEGIN
  SELECT RAISE(ABORT, 'grant_approvals: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER grant_uses_begin BEFORE INSERT ON grant_uses
WHEN NEW.taken_down_at IS NOT NULL OR NEW.overdue_since IS NOT NULL OR NOT EXISTS (SELECT 1 FROM grants g
  WHERE g.id = NEW.grant_id AND g.prospect_id = NEW.prospect_id AND g.status = 'given' AND g.text_hash = NEW.text_hash
    AND NEW.kind IN (SELECT value FROM json_each(CASE g.kind
      WHEN 'nda_slide' THEN '["slide"]'
      WHEN 'linkedin' THEN '["social"]'
      WHEN 'web_release' THEN '["wall","quote","site"]'
      WHEN 'press_release' THEN '["press"]'
      WHEN 'joint_press_release' THEN '["press"]'
      WHEN 'public_document' THEN '["site","print"]'
      WHEN 'logo' THEN '["wall","site","print","slide"]'
      ELSE '[]' END)))
BEGIN
  SELECT RAISE(ABORT, 'grant_uses: no live grant for this, or in other words');
END;
--> statement-breakpoint
CREATE TRIGGER grant_uses_end_once BEFORE UPDATE ON grant_uses
WHEN OLD.taken_down_at IS NOT NULL OR (OLD.overdue_since IS NOT NULL AND NEW.overdue_since IS NOT OLD.overdue_since) OR NEW.id IS NOT OLD.id
  OR NEW.grant_id IS NOT OLD.grant_id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.kind IS NOT OLD.kind OR NEW.place IS NOT OLD.place
  OR NEW.text_hash IS NOT OLD.text_hash OR NEW.since IS NOT OLD.since OR NEW.recorded_by IS NOT OLD.recorded_by
BEGIN
  SELECT RAISE(ABORT, 'grant_uses: may only be taken down');
END;
--> statement-breakpoint
CREATE TRIGGER grant_uses_never_go BEFORE DELETE ON grant_uses
BEGIN
  SELECT RAISE(ABORT, 'grant_uses: a use is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER clauses_begin BEFORE INSERT ON clauses
WHEN NEW.status <> 'proposed'
BEGIN
  SELECT RAISE(ABORT, 'clauses: begins proposed');
END;
--> statement-breakpoint
CREATE TRIGGER clauses_decide_once BEFORE UPDATE ON clauses
WHEN OLD.status <> 'proposed' OR NEW.id IS NOT OLD.id OR NEW.deal_id IS NOT OLD.deal_id OR NEW.prospect_id IS NOT OLD.prospect_id
  OR NEW.text IS NOT OLD.text OR NEW.text_hash IS NOT OLD.text_hash OR NEW.allows IS NOT OLD.allows OR NEW.grants_end_on IS NOT OLD.grants_end_on
BEGIN
  SELECT RAISE(ABORT, 'clauses: decided once');
END;
--> statement-breakpoint
CREATE TRIGGER clauses_never_go BEFORE DELETE ON clauses
BEGIN
  SELECT RAISE(ABORT, 'clauses: a clause is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER clause_lines_begin BEFORE INSERT ON clause_lines
WHEN NEW.allows IS NOT NULL OR NOT EXISTS (SELECT 1 FROM clauses c WHERE c.id = NEW.clause_id AND c.status = 'amended')
BEGIN
  SELECT RAISE(ABORT, 'clause_lines: of an amended clause, read by nobody yet');
END;
--> statement-breakpoint
CREATE TRIGGER clause_lines_map_once BEFORE UPDATE ON clause_lines
WHEN OLD.allows IS NOT NULL OR NEW.clause_id IS NOT OLD.clause_id OR NEW.n IS NOT OLD.n OR NEW.text IS NOT OLD.text
BEGIN
  SELECT RAISE(ABORT, 'clause_lines: read once');
END;
--> statement-breakpoint
CREATE TRIGGER clause_lines_never_go BEFORE DELETE ON clause_lines
BEGIN
  SELECT RAISE(ABORT, 'clause_lines: a line is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER proposals_frozen BEFORE UPDATE ON proposals
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR OLD.status IN ('accepted', 'declined')
  OR (NEW.status <> OLD.status AND NOT ((OLD.status = 'draft' AND NEW.status = 'sent') OR (OLD.status = 'sent' AND NEW.status IN ('draft', 'accepted', 'declined'))))
  OR (OLD.status <> 'draft' AND (NEW.name IS NOT OLD.name OR NEW.currency IS NOT OLD.currency OR NEW.list_minor IS NOT OLD.list_minor
    OR NEW.reference_bps IS NOT OLD.reference_bps OR NEW.sponsor_bps IS NOT OLD.sponsor_bps OR NEW.partner IS NOT OLD.partner))
BEGIN
  SELECT RAISE(ABORT, 'proposals: what was sent stays');
END;
--> statement-breakpoint
-- WOR1: not sent while a worry has neither an answer nor a written "we cannot".
CREATE TRIGGER proposals_sent_answered BEFORE UPDATE OF status ON proposals
WHEN OLD.status = 'draft' AND NEW.status = 'sent' AND EXISTS (SELECT 1 FROM worries w WHERE w.proposal_id = NEW.id AND w.status = 'raised')
BEGIN
  SELECT RAISE(ABORT, 'proposals: a worry is open');
END;
--> statement-breakpoint
CREATE TRIGGER proposals_never_go BEFORE DELETE ON proposals
BEGIN
  SELECT RAISE(ABORT, 'proposals: a proposal is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER proposal_lines_in_draft BEFORE INSERT ON proposal_lines
WHEN NOT EXISTS (SELECT 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'proposal_lines: written in a draft');
END;
--> statement-breakpoint
CREATE TRIGGER proposal_lines_go_in_draft BEFORE DELETE ON proposal_lines
WHEN NOT EXISTS (SELECT 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'proposal_lines: stated in what was sent');
END;
--> statement-breakpoint
CREATE TRIGGER proposal_lines_never_change BEFORE UPDATE ON proposal_lines
BEGIN
  SELECT RAISE(ABORT, 'proposal_lines: written anew');
END;
--> statement-breakpoint
CREATE TRIGGER surveys_answer_once BEFORE UPDATE ON surveys
WHEN OLD.answered_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.engagement_id IS NOT OLD.engagement_id
BEGIN
  SELECT RAISE(ABORT, 'surveys: answered once');
END;
--> statement-breakpoint
-- SUR2, SUR3: words change by an edit that their author approved; public under the organisation's grant for exactly them.
CREATE TRIGGER quotes_frozen BEFORE UPDATE ON quotes
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.author IS NOT OLD.author
  OR (NEW.text IS NOT OLD.text AND (NEW.text IS NOT OLD.edit_text OR NEW.text_hash IS NOT OLD.edit_hash OR NEW.edit_text IS NOT NULL))
  OR (NEW.text IS OLD.text AND NEW.text_hash IS NOT OLD.text_hash)
  OR (NEW.edit_text IS NOT OLD.edit_text AND OLD.status NOT IN ('offered', 'approved'))
  OR (NEW.status <> OLD.status AND NOT ((OLD.status = 'offered' AND NEW.status IN ('approved', 'ended', 'withdrawn'))
    OR (OLD.status = 'approved' AND NEW.status IN ('offered', 'published', 'ended', 'withdrawn'))
    OR (OLD.status = 'published' AND NEW.status IN ('ended', 'withdrawn'))))
  OR OLD.status IN ('ended', 'withdrawn')
  OR (NEW.status IN ('approved', 'published') AND NEW.edit_text IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'quotes: words change by their author alone');
END;
--> statement-breakpoint
CREATE TRIGGER quotes_published BEFORE UPDATE OF status ON quotes
WHEN NEW.status = 'published' AND OLD.status <> 'published' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.id = NEW.grant_id AND g.prospect_id = NEW.prospect_id
  AND g.kind = 'web_release' AND g.scope = 'organisation' AND g.status = 'given' AND g.text_hash = NEW.text_hash)
BEGIN
  SELECT RAISE(ABORT, 'quotes: no live grant for these words');
END;
--> statement-breakpoint
CREATE TRIGGER quotes_begin BEFORE INSERT ON quotes
WHEN NEW.status <> 'offered' OR NEW.edit_text IS NOT NULL OR NEW.grant_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'quotes: begins offered');
END;
--> statement-breakpoint
CREATE TRIGGER quotes_never_go BEFORE DELETE ON quotes
BEGIN
  SELECT RAISE(ABORT, 'quotes: a quote is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER kickoff_asks_frozen BEFORE UPDATE ON kickoff_asks
WHEN OLD.invited_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.engagement_id IS NOT OLD.engagement_id OR NEW.contact_id IS NOT OLD.contact_id
  OR NEW.answer IS NOT OLD.answer OR NEW.asked_on IS NOT OLD.asked_on OR NEW.asked_by IS NOT OLD.asked_by
BEGIN
  SELECT RAISE(ABORT, 'kickoff_asks: one answer, one invitation');
END;
