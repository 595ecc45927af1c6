DROP TRIGGER proposals_frozen;
--> statement-breakpoint
CREATE TRIGGER proposals_begin BEFORE INSERT ON proposals
WHEN NEW.status <> 'draft' OR NEW.text IS NOT NULL OR NEW.text_hash IS NOT NULL OR NEW.token_hash IS NOT NULL OR NEW.contact_id IS NOT NULL
  OR NEW.second_by IS NOT NULL OR NEW.decided_at IS NOT NULL OR NEW.agreement_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'proposals: begins as a draft');
END;
--> statement-breakpoint
-- What was sent stays as it was read; the link alone may be made anew. Taken back, it is a draft that nobody else reads.
CREATE TRIGGER proposals_frozen BEFORE UPDATE ON proposals
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.created_by IS NOT OLD.created_by OR NEW.created_at IS NOT OLD.created_at
  OR OLD.status IN ('accepted', 'declined')
  OR (NEW.status <> OLD.status AND NOT ((OLD.status = 'draft' AND NEW.status = 'sent') OR (OLD.status = 'sent' AND NEW.status IN ('draft', 'accepted', 'declined'))))
  OR (OLD.status <> 'draft' AND (NEW.name IS NOT OLD.name OR NEW.currency IS NOT OLD.currency OR NEW.list_minor IS NOT OLD.list_minor
    OR NEW.reference_bps IS NOT OLD.reference_bps OR NEW.sponsor_bps IS NOT OLD.sponsor_bps OR NEW.partner IS NOT OLD.partner
    OR NEW.priced_by IS NOT OLD.priced_by OR NEW.second_by IS NOT OLD.second_by OR NEW.second_reason IS NOT OLD.second_reason
    OR NEW.both_by IS NOT OLD.both_by OR NEW.both_reason IS NOT OLD.both_reason))
  OR (OLD.status = 'sent' AND NEW.status <> 'draft' AND (NEW.text IS NOT OLD.text OR NEW.text_hash IS NOT OLD.text_hash
    OR NEW.sent_at IS NOT OLD.sent_at OR NEW.token_hash IS NULL OR NEW.contact_id IS NULL))
  OR (NEW.status = 'draft' AND (NEW.text IS NOT NULL OR NEW.text_hash IS NOT NULL OR NEW.token_hash IS NOT NULL OR NEW.contact_id IS NOT NULL))
BEGIN
  SELECT RAISE(ABORT, 'proposals: what was sent stays');
END;
--> statement-breakpoint
-- NDA1, NDA2: sent whole, to one named person of the prospect, under an NDA in force.
CREATE TRIGGER proposals_sent_under_nda BEFORE UPDATE ON proposals
WHEN NEW.status = 'sent' AND (OLD.status = 'draft' OR NEW.token_hash IS NOT OLD.token_hash OR NEW.contact_id IS NOT OLD.contact_id)
  AND (NEW.text IS NULL OR NEW.text_hash IS NULL OR NEW.token_hash IS NULL OR NEW.sent_at IS NULL
    OR NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.prospect_id = NEW.prospect_id)
    OR NOT EXISTS (SELECT 1 FROM ndas n WHERE n.prospect_id = NEW.prospect_id AND n.status = 'signed'
      AND n.ends_on >= date(NEW.sent_at / 1000, 'unixepoch')))
BEGIN
  SELECT RAISE(ABORT, 'proposals: sent under an NDA in force, to a named person');
END;
--> statement-breakpoint
-- CAT4: a lower price and a partner's share meet with a written reason alone. DIS1, DIS2, DIS4: the settings decide, as for an agreement.
CREATE TRIGGER proposals_sent_priced BEFORE UPDATE OF status ON proposals
WHEN OLD.status = 'draft' AND NEW.status = 'sent' AND NEW.sponsor_bps > 0 AND (
  (NEW.partner = 1 AND NEW.both_reason IS NULL)
  OR EXISTS (SELECT 1 FROM (SELECT 1) LEFT JOIN settings s ON s.key = 'discounts' WHERE
    coalesce(json_extract(s.value, '$.policy'), 'only_when_asked') = 'none'
    OR (coalesce(json_extract(s.value, '$.policy'), 'only_when_asked') = 'only_when_asked'
      AND NOT EXISTS (SELECT 1 FROM discount_requests r WHERE r.prospect_id = NEW.prospect_id))
    OR (NEW.reference_bps > 0 AND NOT EXISTS (SELECT 1 FROM proposal_lines l WHERE l.proposal_id = NEW.id AND l.category = 'reference'
      AND l.kind IN ('obligation', 'grant')))
    OR NOT EXISTS (SELECT 1 FROM proposal_lines l WHERE l.proposal_id = NEW.id AND l.kind IN ('obligation', 'grant'))
    OR (NEW.reference_bps > coalesce(json_extract(s.value, '$.aloneBps'), 2500)
      AND (SELECT count(*) FROM proposal_lines l WHERE l.proposal_id = NEW.id AND l.category = 'reference' AND l.kind = 'obligation') < 2)
    OR (NEW.sponsor_bps > coalesce(json_extract(s.value, '$.aloneBps'), 2500)
      AND (SELECT count(*) FROM proposal_lines l WHERE l.proposal_id = NEW.id AND l.kind = 'obligation') < 2)
    OR (NEW.sponsor_bps > coalesce(json_extract(s.value, '$.secondBps'), 4000)
      AND (NEW.second_by IS NULL OR NEW.second_by = coalesce(NEW.priced_by, NEW.created_by)))))
BEGIN
  SELECT RAISE(ABORT, 'proposals: the price is outside the policy');
END;
--> statement-breakpoint
-- Its one reader decides, by name, while the NDA lasts (NDA4).
CREATE TRIGGER proposals_decided BEFORE UPDATE OF status ON proposals
WHEN OLD.status = 'sent' AND NEW.status IN ('accepted', 'declined') AND (NEW.decided_at IS NULL OR NEW.decided_name IS NULL
  OR NOT EXISTS (SELECT 1 FROM ndas n WHERE n.prospect_id = NEW.prospect_id AND n.status = 'signed'
    AND n.ends_on >= date(NEW.decided_at / 1000, 'unixepoch')))
BEGIN
  SELECT RAISE(ABORT, 'proposals: decided by name, under an NDA in force');
END;
--> statement-breakpoint
-- WOR1: raised in a draft, answered in it, settled once; the prospect's words stay.
CREATE TRIGGER worries_begin BEFORE INSERT ON worries
WHEN NEW.status <> 'raised' OR NOT EXISTS (SELECT 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'worries: raised in a draft');
END;
--> statement-breakpoint
CREATE TRIGGER worries_moves BEFORE UPDATE ON worries
WHEN NEW.proposal_id IS NOT OLD.proposal_id OR NEW.kind IS NOT OLD.kind OR NEW.words IS NOT OLD.words OR NEW.raised_at IS NOT OLD.raised_at
  OR NOT ((OLD.status IN ('raised', 'answered') AND NEW.status = 'answered') OR (OLD.status = 'answered' AND NEW.status = 'settled'))
  OR ((NEW.answered_by IS NOT OLD.answered_by OR NEW.cannot IS NOT OLD.cannot OR NEW.answered_at IS NOT OLD.answered_at)
    AND (NEW.status <> 'answered' OR NOT EXISTS (SELECT 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.status = 'draft')))
BEGIN
  SELECT RAISE(ABORT, 'worries: raised, answered in a draft, settled');
END;
--> statement-breakpoint
CREATE TRIGGER worries_never_go BEFORE DELETE ON worries
BEGIN
  SELECT RAISE(ABORT, 'worries: what the prospect said stays');
END;
--> statement-breakpoint
CREATE TRIGGER benefit_overrides_begin BEFORE INSERT ON benefit_overrides
WHEN length(NEW.reason) < 3 OR NOT EXISTS (SELECT 1 FROM discounts d WHERE d.id = NEW.discount_id AND d.referred_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'benefit_overrides: of a discount for referring this customer, with a reason');
END;
--> statement-breakpoint
CREATE TRIGGER benefit_overrides_never_change BEFORE UPDATE ON benefit_overrides
BEGIN
  SELECT RAISE(ABORT, 'benefit_overrides: a decision stays');
END;
--> statement-breakpoint
CREATE TRIGGER benefit_overrides_never_go BEFORE DELETE ON benefit_overrides
BEGIN
  SELECT RAISE(ABORT, 'benefit_overrides: a decision stays');
END;
--> statement-breakpoint
-- CAT4: nobody earns on its own purchase, nor beside a lower price that was given for referring the same customer.
CREATE TRIGGER commissions_one_benefit BEFORE INSERT ON commissions
WHEN NEW.kind = 'earned' AND NEW.deal_id IS NOT NULL AND (
  EXISTS (SELECT 1 FROM deals d JOIN partners p ON p.id = NEW.partner_id WHERE d.id = NEW.deal_id AND p.prospect_id = d.prospect_id)
  OR EXISTS (SELECT 1 FROM deals d JOIN discounts x ON x.referred_id = d.prospect_id JOIN agreements a ON a.id = x.agreement_id
    WHERE d.id = NEW.deal_id AND a.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM benefit_overrides o WHERE o.discount_id = x.id)))
BEGIN
  SELECT RAISE(ABORT, 'commissions: one benefit on a payment');
END;
