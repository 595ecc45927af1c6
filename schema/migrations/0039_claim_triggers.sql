-- A claim is answered at most twice, the second time by another person; what was written stays (domain.md B2).
CREATE TRIGGER claims_begin BEFORE INSERT ON claims
WHEN NEW.status <> 'open' OR NEW.appealed_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
  OR NEW.prospect_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
  OR NEW.commission_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.commission_id AND c.partner_id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'claims: begins open, about a record that is there');
END;
--> statement-breakpoint
CREATE TRIGGER claims_moves BEFORE UPDATE OF status ON claims
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'open' AND NEW.status IN ('accepted', 'refused') OR
  OLD.status = 'refused' AND NEW.status = 'appealed' AND OLD.appealed_at IS NULL OR
  OLD.status = 'appealed' AND NEW.status IN ('accepted', 'refused') AND NEW.appeal_decided_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'claims: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER claims_frozen BEFORE UPDATE ON claims
WHEN NEW.id IS NOT OLD.id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.kind IS NOT OLD.kind OR NEW.commission_id IS NOT OLD.commission_id
  OR NEW.member_id IS NOT OLD.member_id OR NEW.submitted_at IS NOT OLD.submitted_at
  OR OLD.prospect_id IS NOT NULL AND NEW.prospect_id IS NOT OLD.prospect_id
  OR OLD.decided_at IS NOT NULL AND (NEW.decided_at IS NOT OLD.decided_at OR NEW.decided_by IS NOT OLD.decided_by)
  OR OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appealed_by IS NOT OLD.appealed_by)
  OR OLD.appeal_decided_at IS NOT NULL AND (NEW.appeal_decided_at IS NOT OLD.appeal_decided_at OR NEW.appeal_decided_by IS NOT OLD.appeal_decided_by)
  OR OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome
  OR NEW.due_at IS NOT OLD.due_at AND NEW.status <> 'appealed'
BEGIN
  SELECT RAISE(ABORT, 'claims: what was claimed and answered is frozen');
END;
--> statement-breakpoint
-- Words may go with the prospect they are about, and only then.
CREATE TRIGGER claims_words BEFORE UPDATE ON claims
WHEN (NEW.subject IS NOT OLD.subject OR NEW.company IS NOT OLD.company OR NEW.domain IS NOT OLD.domain OR NEW.evidence IS NOT OLD.evidence
    OR NEW.evidence_link IS NOT OLD.evidence_link OR OLD.reason IS NOT NULL AND NEW.reason IS NOT OLD.reason
    OR OLD.appeal IS NOT NULL AND NEW.appeal IS NOT OLD.appeal OR OLD.appeal_reason IS NOT NULL AND NEW.appeal_reason IS NOT OLD.appeal_reason)
  AND NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = OLD.prospect_id AND p.erased_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'claims: words stay as they were written');
END;
--> statement-breakpoint
CREATE TRIGGER claims_never_go BEFORE DELETE ON claims
BEGIN
  SELECT RAISE(ABORT, 'claims: a claim is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER claims_count_submitted AFTER INSERT ON claims
BEGIN
  INSERT INTO claim_counts (scope, submitted, accepted, refused, appealed)
    SELECT column1, 1, 0, 0, 0 FROM (VALUES ('all'), (NEW.partner_id)) WHERE true
    ON CONFLICT (scope) DO UPDATE SET submitted = submitted + 1;
END;
--> statement-breakpoint
CREATE TRIGGER claims_count_answers AFTER UPDATE OF status ON claims
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE claim_counts SET accepted = accepted + (NEW.status = 'accepted'),
    refused = refused + (NEW.status = 'refused') - (OLD.status = 'refused'), appealed = appealed + (NEW.status = 'appealed')
    WHERE scope IN ('all', NEW.partner_id);
END;
--> statement-breakpoint
CREATE TRIGGER claims_count_hours AFTER UPDATE OF status ON claims
WHEN OLD.status = 'open' AND NEW.status <> 'open'
BEGIN
  INSERT INTO claim_answer_hours (scope, hours, n)
    SELECT column1, min(240, (NEW.decided_at - NEW.submitted_at + 3599999) / 3600000), 1 FROM (VALUES ('all'), (NEW.partner_id)) WHERE true
    ON CONFLICT (scope, hours) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER restored_commissions_begin BEFORE INSERT ON restored_commissions
WHEN NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.commission_id AND c.kind = 'earned' AND c.status = 'rejected')
  OR NOT EXISTS (SELECT 1 FROM claims l WHERE l.id = NEW.claim_id AND l.status = 'accepted')
BEGIN
  SELECT RAISE(ABORT, 'restored_commissions: a refused commission, by an accepted claim');
END;
--> statement-breakpoint
CREATE TRIGGER restored_commissions_never_change BEFORE UPDATE ON restored_commissions
BEGIN
  SELECT RAISE(ABORT, 'restored_commissions: never changes');
END;
--> statement-breakpoint
CREATE TRIGGER restored_commissions_never_go BEFORE DELETE ON restored_commissions
BEGIN
  SELECT RAISE(ABORT, 'restored_commissions: never goes');
END;
--> statement-breakpoint
CREATE TRIGGER credit_changes_begin BEFORE INSERT ON credit_changes
WHEN NEW.done_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id)
BEGIN
  SELECT RAISE(ABORT, 'credit_changes: begins open, for a deal');
END;
--> statement-breakpoint
CREATE TRIGGER credit_changes_end_once BEFORE UPDATE ON credit_changes
WHEN OLD.done_at IS NOT NULL OR NEW.done_at IS NULL OR NEW.deal_id IS NOT OLD.deal_id OR NEW.cause IS NOT OLD.cause OR NEW.actor IS NOT OLD.actor
  OR NEW.partner_id IS NOT OLD.partner_id OR NEW.decided_at IS NOT OLD.decided_at
BEGIN
  SELECT RAISE(ABORT, 'credit_changes: only ends, once');
END;
--> statement-breakpoint
CREATE TRIGGER credit_changes_never_go BEFORE DELETE ON credit_changes
BEGIN
  SELECT RAISE(ABORT, 'credit_changes: never goes');
END;
--> statement-breakpoint
-- Credit and terms of a deal are frozen (DEA2), but for the newest decision of a person about its prospect.
CREATE TRIGGER deals_credit_moves_by_decision BEFORE UPDATE OF attribution_id, partner_id, terms_version_id ON deals
WHEN (NEW.attribution_id IS NOT OLD.attribution_id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.terms_version_id IS NOT OLD.terms_version_id)
  AND NOT (EXISTS (SELECT 1 FROM credit_changes m WHERE m.deal_id = OLD.id AND m.cause = NEW.attribution_id AND m.done_at IS NULL)
    AND NEW.attribution_id = (SELECT a.id FROM attributions a WHERE a.prospect_id = OLD.prospect_id ORDER BY a.n DESC LIMIT 1)
    AND EXISTS (SELECT 1 FROM attributions a WHERE a.id = NEW.attribution_id AND a.decided_by <> 'rule' AND a.partner_id IS NEW.partner_id))
BEGIN
  SELECT RAISE(ABORT, 'deals: credit and terms move by a decision about the prospect alone');
END;
--> statement-breakpoint
CREATE TRIGGER attributions_follow BEFORE INSERT ON attributions
WHEN NEW.n <> 1 + (SELECT coalesce(max(a.n), 0) FROM attributions a WHERE a.prospect_id = NEW.prospect_id)
  OR NEW.n > 1 AND (NEW.decided_by = 'rule' OR length(NEW.reason) = 0)
BEGIN
  SELECT RAISE(ABORT, 'attributions: bound once by the rules, moved by a person with a reason');
END;
--> statement-breakpoint
CREATE TRIGGER refused_evidence_bounded BEFORE INSERT ON refused_evidence
WHEN (SELECT count(*) FROM refused_evidence r WHERE r.prospect_id = NEW.prospect_id) >= 20
  OR EXISTS (SELECT 1 FROM refused_evidence r WHERE r.prospect_id = NEW.prospect_id AND r.digest = NEW.digest)
BEGIN
  SELECT RAISE(IGNORE);
END;
--> statement-breakpoint
CREATE TRIGGER refused_evidence_never_change BEFORE UPDATE ON refused_evidence
BEGIN
  SELECT RAISE(ABORT, 'refused_evidence: never changes');
END;
--> statement-breakpoint
CREATE TRIGGER refused_evidence_never_go BEFORE DELETE ON refused_evidence
BEGIN
  SELECT RAISE(ABORT, 'refused_evidence: never goes');
END;
--> statement-breakpoint
CREATE TRIGGER touch_rules_never_change BEFORE UPDATE ON touch_rules
BEGIN
  SELECT RAISE(ABORT, 'touch_rules: never changes');
END;
--> statement-breakpoint
CREATE TRIGGER touch_rules_never_go BEFORE DELETE ON touch_rules
BEGIN
  SELECT RAISE(ABORT, 'touch_rules: never goes');
END;
