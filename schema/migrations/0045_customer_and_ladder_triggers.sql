-- Customers and people, the ladder, engagements, kinds of deals, vendor fees: what is illegal aborts here, whoever writes (domain.md A1 to A10).
-- What stood as a typed stage becomes evidence, before any trigger counts it.
INSERT INTO evidence (id, prospect_id, level, direction, detail, happened_on, source, recorded_by, recorded_at)
  SELECT 'evd_' || id, id, iif(customer_since IS NOT NULL OR stage = 'customer', 7, iif(stage = 'evaluating', 4, 1)), 'up',
    'Carried over from the stage it stood on.', date(coalesce(customer_since, created_at) / 1000, 'unixepoch'), 'stage/' || id, 'system', coalesce(customer_since, created_at)
  FROM prospects WHERE stage IN ('in_contact', 'evaluating', 'customer') OR customer_since IS NOT NULL;
--> statement-breakpoint
INSERT INTO proven_levels (prospect_id, level, evidence_id) SELECT prospect_id, level, id FROM evidence;
--> statement-breakpoint
UPDATE prospects SET customer_since = coalesce(customer_since, created_at) WHERE stage = 'customer';
--> statement-breakpoint
UPDATE prospects SET level = coalesce((SELECT e.level FROM evidence e WHERE e.prospect_id = prospects.id), 0);
--> statement-breakpoint
UPDATE prospects SET stage = 'customer' WHERE customer_since IS NOT NULL;
--> statement-breakpoint
INSERT INTO customers (prospect_id, standing, customer_since, made_by, created_at, version)
  SELECT id, 'active', customer_since, 'system', customer_since, 1 FROM prospects WHERE customer_since IS NOT NULL;
--> statement-breakpoint
INSERT INTO funnel (partner_id, level, n)
  SELECT coalesce((SELECT a.partner_id FROM attributions a WHERE a.prospect_id = p.id ORDER BY a.n DESC LIMIT 1), ''), p.level, count(*)
  FROM prospects p WHERE p.stage <> 'lost' AND p.erased_at IS NULL GROUP BY 1, 2;
--> statement-breakpoint
-- A prospect's stage is what its level makes of it, or lost; a customer is never lost, it lapses.
CREATE TRIGGER prospects_stage_begins BEFORE INSERT ON prospects
WHEN NEW.level <> 0 OR NEW.stage NOT IN ('lost', iif(NEW.customer_since IS NULL, 'new', 'customer'))
BEGIN
  SELECT RAISE(ABORT, 'prospects: the stage follows from the ladder');
END;
--> statement-breakpoint
CREATE TRIGGER prospects_stage_follows BEFORE UPDATE OF stage, level, customer_since ON prospects
WHEN NEW.stage <> iif(NEW.customer_since IS NOT NULL, 'customer', iif(NEW.stage = 'lost', 'lost', iif(NEW.level >= 4, 'evaluating', iif(NEW.level >= 1, 'in_contact', 'new'))))
  OR NEW.level <> (SELECT coalesce(max(l.level), 0) FROM proven_levels l WHERE l.prospect_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'prospects: the stage follows from the ladder');
END;
--> statement-breakpoint
CREATE TRIGGER contacts_side_begins BEFORE INSERT ON contacts
WHEN NEW.side NOT IN ('technical', 'business')
BEGIN
  SELECT RAISE(ABORT, 'contacts: a side is technical or business');
END;
--> statement-breakpoint
CREATE TRIGGER contacts_side_moves BEFORE UPDATE OF side ON contacts
WHEN NEW.side NOT IN ('technical', 'business')
BEGIN
  SELECT RAISE(ABORT, 'contacts: a side is technical or business');
END;
--> statement-breakpoint
-- Customers.
CREATE TRIGGER customers_begin BEFORE INSERT ON customers
WHEN NEW.standing <> 'active' OR NEW.lapsed_at IS NOT NULL OR NEW.won_back_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'customers: begins active, and is a prospect past the line');
END;
--> statement-breakpoint
CREATE TRIGGER customers_cross AFTER INSERT ON customers
BEGIN
  UPDATE prospects SET customer_since = coalesce(customer_since, NEW.customer_since), stage = 'customer', stage_reason = NULL, version = version + 1
    WHERE id = NEW.prospect_id AND (customer_since IS NULL OR stage <> 'customer');
END;
--> statement-breakpoint
CREATE TRIGGER customers_never_go BEFORE DELETE ON customers
BEGIN
  SELECT RAISE(ABORT, 'customers: a customer lapses, it never goes');
END;
--> statement-breakpoint
CREATE TRIGGER customers_frozen BEFORE UPDATE OF prospect_id, customer_since, motion, made_by, created_at ON customers
WHEN NEW.prospect_id IS NOT OLD.prospect_id OR
  NEW.customer_since IS NOT OLD.customer_since OR
  NEW.made_by IS NOT OLD.made_by OR
  NEW.created_at IS NOT OLD.created_at OR
  OLD.motion IS NOT NULL AND NEW.motion IS NOT OLD.motion
BEGIN
  SELECT RAISE(ABORT, 'customers: since when and how it came are frozen');
END;
--> statement-breakpoint
CREATE TRIGGER customers_moves BEFORE UPDATE OF standing ON customers
WHEN NEW.standing <> OLD.standing AND NOT (
  OLD.standing = 'active' AND NEW.standing = 'lapsed' AND NEW.lapsed_at IS NOT NULL OR
  OLD.standing = 'lapsed' AND NEW.standing = 'won_back' AND NEW.won_back_at IS NOT NULL OR
  OLD.standing = 'won_back' AND NEW.standing = 'lapsed' AND NEW.lapsed_at >= OLD.won_back_at)
BEGIN
  SELECT RAISE(ABORT, 'customers: no such move');
END;
--> statement-breakpoint
-- GRV3: a settled grievance or a written none, nothing open, and a deal won since it lapsed.
CREATE TRIGGER customers_won_back BEFORE UPDATE OF standing ON customers
WHEN OLD.standing = 'lapsed' AND NEW.standing = 'won_back' AND (
  EXISTS (SELECT 1 FROM grievances g WHERE g.prospect_id = NEW.prospect_id AND g.status <> 'settled') OR
  NEW.no_grievance IS NULL AND NOT EXISTS (SELECT 1 FROM grievances g WHERE g.prospect_id = NEW.prospect_id AND g.status = 'settled') OR
  NOT EXISTS (SELECT 1 FROM deals d WHERE d.prospect_id = NEW.prospect_id AND d.status IN ('won', 'ended') AND d.won_at >= OLD.lapsed_at))
BEGIN
  SELECT RAISE(ABORT, 'customers: won back with a settled grievance and a won deal');
END;
--> statement-breakpoint
-- GRV1: nothing new is offered to a lapsed customer while its grievance is open; what it buys by itself is never refused.
CREATE TRIGGER deals_after_grievance BEFORE INSERT ON deals
WHEN NEW.opened_by <> 'stripe' AND EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id AND c.standing = 'lapsed') AND
  EXISTS (SELECT 1 FROM grievances g WHERE g.prospect_id = NEW.prospect_id AND g.status <> 'settled')
BEGIN
  SELECT RAISE(ABORT, 'deals: a grievance of this lapsed customer is not settled');
END;
--> statement-breakpoint
-- People.
CREATE TRIGGER buying_roles_has_parent BEFORE INSERT ON buying_roles
WHEN NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.prospect_id = NEW.prospect_id) OR
  NEW.deal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id AND d.prospect_id = NEW.prospect_id) OR
  NEW.influences IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.influences AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'buying_roles: people and deal are of one prospect');
END;
--> statement-breakpoint
CREATE TRIGGER buying_roles_frozen BEFORE UPDATE ON buying_roles
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.contact_id IS NOT OLD.contact_id OR NEW.deal_id IS NOT OLD.deal_id OR
  NEW.influences IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.influences AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'buying_roles: whose role it is is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER grievances_begin BEFORE INSERT ON grievances
WHEN NEW.status <> 'open' OR NOT EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'grievances: begins open, of a customer');
END;
--> statement-breakpoint
CREATE TRIGGER grievances_moves BEFORE UPDATE ON grievances
WHEN OLD.status = 'settled' OR NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.opened_at IS NOT OLD.opened_at OR NEW.opened_by IS NOT OLD.opened_by OR
  NEW.status <> OLD.status AND NOT (
    OLD.status = 'open' AND NEW.status = 'offered' OR
    OLD.status = 'offered' AND NEW.status IN ('settled', 'refused') OR
    OLD.status = 'refused' AND NEW.status = 'offered')
BEGIN
  SELECT RAISE(ABORT, 'grievances: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER grievances_never_go BEFORE DELETE ON grievances
BEGIN
  SELECT RAISE(ABORT, 'grievances: a grievance is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER handoffs_begin BEFORE INSERT ON handoffs
WHEN NEW.done_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'handoffs: begins open, of a prospect');
END;
--> statement-breakpoint
CREATE TRIGGER handoffs_done_once BEFORE UPDATE ON handoffs
WHEN OLD.done_at IS NOT NULL OR NEW.done_at IS NULL OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.what IS NOT OLD.what OR NEW.due_on IS NOT OLD.due_on
BEGIN
  SELECT RAISE(ABORT, 'handoffs: only done, once');
END;
--> statement-breakpoint
CREATE TRIGGER goodwill_begin BEFORE INSERT ON goodwill
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id) OR
  NEW.engagement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM engagements e WHERE e.id = NEW.engagement_id AND e.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'goodwill: no such prospect or engagement');
END;
--> statement-breakpoint
CREATE TRIGGER goodwill_never_change BEFORE UPDATE ON goodwill
BEGIN
  SELECT RAISE(ABORT, 'goodwill: the log never changes');
END;
--> statement-breakpoint
-- The ladder.
CREATE TRIGGER evidence_has_ground BEFORE INSERT ON evidence
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id AND p.erased_at IS NULL) OR
  NEW.deal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id AND d.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'evidence: no such prospect or deal');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_of_line BEFORE INSERT ON evidence
WHEN NEW.direction = 'up' AND NEW.level = 7 AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.prospect_id = NEW.prospect_id AND d.status IN ('won', 'ended')
  AND NOT EXISTS (SELECT 1 FROM deal_details k WHERE k.deal_id = d.id AND k.pilot = 1))
BEGIN
  SELECT RAISE(ABORT, 'evidence: the line is crossed by a won deal');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_above_line BEFORE INSERT ON evidence
WHEN NEW.direction = 'up' AND NEW.level > 7 AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'evidence: only a customer stands above the line');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_takes_back BEFORE INSERT ON evidence
WHEN NEW.direction = 'down' AND NOT EXISTS (SELECT 1 FROM proven_levels l WHERE l.prospect_id = NEW.prospect_id AND l.level = NEW.level)
BEGIN
  SELECT RAISE(ABORT, 'evidence: only a proven level is taken back');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_keep AFTER INSERT ON evidence
BEGIN
  DELETE FROM proven_levels WHERE NEW.direction = 'down' AND prospect_id = NEW.prospect_id AND level >= NEW.level;
  INSERT INTO proven_levels (prospect_id, level, evidence_id) SELECT NEW.prospect_id, NEW.level, NEW.id WHERE NEW.direction = 'up'
    ON CONFLICT (prospect_id, level) DO UPDATE SET evidence_id = excluded.evidence_id;
  INSERT INTO ladder_moves (quarter, from_level, to_level, n)
    SELECT substr(NEW.happened_on, 1, 4) || '-Q' || ((CAST(substr(NEW.happened_on, 6, 2) AS INTEGER) + 2) / 3), p.level, t.level, 1
    FROM prospects p, (SELECT coalesce(max(l.level), 0) AS level FROM proven_levels l WHERE l.prospect_id = NEW.prospect_id) t
    WHERE p.id = NEW.prospect_id AND p.level <> t.level
    ON CONFLICT (quarter, from_level, to_level) DO UPDATE SET n = n + 1;
  UPDATE prospects SET version = version + 1,
      level = (SELECT coalesce(max(l.level), 0) FROM proven_levels l WHERE l.prospect_id = NEW.prospect_id),
      stage_reason = NULL,
      stage = iif(customer_since IS NOT NULL, 'customer', iif(stage = 'lost' AND NEW.direction = 'down', 'lost',
        (SELECT iif(coalesce(max(l.level), 0) >= 4, 'evaluating', iif(coalesce(max(l.level), 0) >= 1, 'in_contact', 'new')) FROM proven_levels l WHERE l.prospect_id = NEW.prospect_id)))
    WHERE id = NEW.prospect_id;
  INSERT INTO customers (prospect_id, standing, customer_since, made_by, created_at, version)
    SELECT NEW.prospect_id, 'active', coalesce(
      (SELECT p.customer_since FROM prospects p WHERE p.id = NEW.prospect_id),
      (SELECT d.won_at FROM deals d WHERE d.id = NEW.deal_id),
      (SELECT min(d.won_at) FROM deals d WHERE d.prospect_id = NEW.prospect_id AND NOT EXISTS (SELECT 1 FROM deal_details k WHERE k.deal_id = d.id AND k.pilot = 1)),
      NEW.recorded_at), 'system', NEW.recorded_at, 1
    WHERE NEW.direction = 'up' AND NEW.level = 7 AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id);
  INSERT INTO level_rewards (prospect_id, level, evidence_id, status, created_at)
    SELECT NEW.prospect_id, NEW.level, NEW.id, 'due', NEW.recorded_at
    WHERE NEW.direction = 'up' AND NEW.level <= 7 AND NOT EXISTS (SELECT 1 FROM level_rewards r WHERE r.prospect_id = NEW.prospect_id AND r.level = NEW.level);
END;
--> statement-breakpoint
-- Somebody who is erased takes the words along; that it happened stays.
CREATE TRIGGER evidence_never_change BEFORE UPDATE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = OLD.prospect_id AND p.erased_at IS NOT NULL) OR
  NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.level IS NOT OLD.level OR NEW.direction IS NOT OLD.direction OR
  NEW.happened_on IS NOT OLD.happened_on OR NEW.deal_id IS NOT OLD.deal_id OR NEW.source IS NOT OLD.source OR
  NEW.recorded_by IS NOT OLD.recorded_by OR NEW.recorded_at IS NOT OLD.recorded_at
BEGIN
  SELECT RAISE(ABORT, 'evidence: a step never changes');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_never_go BEFORE DELETE ON evidence
BEGIN
  SELECT RAISE(ABORT, 'evidence: a step is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER level_rewards_decide_once BEFORE UPDATE ON level_rewards
WHEN OLD.status <> 'due' OR NEW.status = 'due' OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.level IS NOT OLD.level OR NEW.evidence_id IS NOT OLD.evidence_id OR
  NEW.status = 'accrued' AND NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.commission_id AND c.kind = 'earned' AND c.source = 'level/' || NEW.prospect_id || '/' || NEW.level)
BEGIN
  SELECT RAISE(ABORT, 'level_rewards: decided once, with its commission');
END;
--> statement-breakpoint
CREATE TRIGGER level_rewards_never_go BEFORE DELETE ON level_rewards
BEGIN
  SELECT RAISE(ABORT, 'level_rewards: a reward is never asked twice');
END;
--> statement-breakpoint
-- LAD4: terms name flat amounts for the first seven levels alone.
CREATE TRIGGER terms_versions_levels BEFORE INSERT ON terms_versions
WHEN EXISTS (SELECT 1 FROM json_each(NEW.rates, '$.levels') l
  WHERE l.key NOT IN ('attention', 'need_shared', 'data_shared', 'evaluating', 'pilot', 'roadmap_shared', 'annual_licence'))
BEGIN
  SELECT RAISE(ABORT, 'terms_versions: a level above the line is never paid in cash');
END;
--> statement-breakpoint
-- Figures kept for pages.
CREATE TRIGGER funnel_arrive AFTER INSERT ON prospects
WHEN NEW.stage <> 'lost' AND NEW.erased_at IS NULL
BEGIN
  INSERT INTO funnel (partner_id, level, n) VALUES ('', NEW.level, 1) ON CONFLICT (level, partner_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER funnel_move AFTER UPDATE OF level, stage, erased_at ON prospects
WHEN NEW.level <> OLD.level OR (NEW.stage = 'lost' OR NEW.erased_at IS NOT NULL) <> (OLD.stage = 'lost' OR OLD.erased_at IS NOT NULL)
BEGIN
  UPDATE funnel SET n = n - 1 WHERE OLD.stage <> 'lost' AND OLD.erased_at IS NULL AND level = OLD.level
    AND partner_id = coalesce((SELECT a.partner_id FROM attributions a WHERE a.prospect_id = OLD.id ORDER BY a.n DESC LIMIT 1), '');
  INSERT INTO funnel (partner_id, level, n)
    SELECT coalesce((SELECT a.partner_id FROM attributions a WHERE a.prospect_id = NEW.id ORDER BY a.n DESC LIMIT 1), ''), NEW.level, 1
    WHERE NEW.stage <> 'lost' AND NEW.erased_at IS NULL ON CONFLICT (level, partner_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER funnel_credit AFTER INSERT ON attributions
WHEN EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id AND p.stage <> 'lost' AND p.erased_at IS NULL)
BEGIN
  UPDATE funnel SET n = n - 1 WHERE level = (SELECT p.level FROM prospects p WHERE p.id = NEW.prospect_id)
    AND partner_id = coalesce((SELECT a.partner_id FROM attributions a WHERE a.prospect_id = NEW.prospect_id AND a.n < NEW.n ORDER BY a.n DESC LIMIT 1), '');
  INSERT INTO funnel (partner_id, level, n) SELECT coalesce(NEW.partner_id, ''), p.level, 1 FROM prospects p WHERE p.id = NEW.prospect_id
    ON CONFLICT (level, partner_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
-- LAD5, level 11: the first company that came through a partner, proven of the customer that the partner is.
CREATE TRIGGER evidence_by_introduction AFTER INSERT ON introductions
BEGIN
  INSERT INTO evidence (id, prospect_id, level, direction, detail, happened_on, source, recorded_by, recorded_at)
    SELECT 'evd_' || NEW.id, c.prospect_id, 11, 'up', 'Its first introduction: ' || NEW.company || '.', date(NEW.created_at / 1000, 'unixepoch'),
      'refers/' || c.prospect_id, 'system', NEW.created_at
    FROM partners p JOIN customers c ON c.prospect_id = p.prospect_id JOIN prospects o ON o.id = c.prospect_id AND o.erased_at IS NULL
    WHERE p.id = NEW.partner_id AND c.prospect_id <> NEW.prospect_id
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.source = 'refers/' || c.prospect_id);
END;
--> statement-breakpoint
-- Engagements.
CREATE TRIGGER engagements_begin BEFORE INSERT ON engagements
WHEN NEW.status <> 'planned' OR NOT EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id) OR
  NEW.deal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id AND d.prospect_id = NEW.prospect_id) OR
  NEW.sponsor_contact IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.sponsor_contact AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'engagements: begins planned, of a customer, its deal and its contact');
END;
--> statement-breakpoint
CREATE TRIGGER engagements_moves BEFORE UPDATE ON engagements
WHEN OLD.status = 'closed' OR NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR
  NEW.status <> OLD.status AND NOT (OLD.status = 'planned' AND NEW.status = 'kicked_off' OR OLD.status = 'kicked_off' AND NEW.status = 'closed')
BEGIN
  SELECT RAISE(ABORT, 'engagements: no such move');
END;
--> statement-breakpoint
-- ENG1.
CREATE TRIGGER engagements_kickoff_with_criteria BEFORE UPDATE OF status ON engagements
WHEN OLD.status = 'planned' AND NEW.status = 'kicked_off' AND NOT EXISTS (SELECT 1 FROM criteria c WHERE c.engagement_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'engagements: no kickoff without a criterion');
END;
--> statement-breakpoint
-- MOT1: a project customer is offered the warranty before the start and right after the end.
CREATE TRIGGER engagements_offer_warranty BEFORE UPDATE OF status ON engagements
WHEN NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id AND c.motion = 'project') AND
  NOT EXISTS (SELECT 1 FROM warranty_offers w WHERE w.engagement_id = NEW.id AND w.moment = iif(NEW.status = 'kicked_off', 'kickoff', 'close'))
BEGIN
  SELECT RAISE(ABORT, 'engagements: no warranty was offered');
END;
--> statement-breakpoint
CREATE TRIGGER criteria_begin BEFORE INSERT ON criteria
WHEN NEW.status <> 'open' OR NOT EXISTS (SELECT 1 FROM engagements e WHERE e.id = NEW.engagement_id AND e.status <> 'closed')
BEGIN
  SELECT RAISE(ABORT, 'criteria: begins open, of an engagement that is not closed');
END;
--> statement-breakpoint
CREATE TRIGGER criteria_decide_once BEFORE UPDATE ON criteria
WHEN OLD.status <> 'open' OR NEW.id IS NOT OLD.id OR NEW.engagement_id IS NOT OLD.engagement_id OR NEW.statement IS NOT OLD.statement OR NEW.measure IS NOT OLD.measure OR NEW.target IS NOT OLD.target
BEGIN
  SELECT RAISE(ABORT, 'criteria: what was agreed is frozen, and decided once');
END;
--> statement-breakpoint
CREATE TRIGGER criteria_never_go BEFORE DELETE ON criteria
BEGIN
  SELECT RAISE(ABORT, 'criteria: a criterion is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER warranty_offers_begin BEFORE INSERT ON warranty_offers
WHEN NEW.status <> 'offered' OR NOT EXISTS (SELECT 1 FROM engagements e WHERE e.id = NEW.engagement_id AND e.status <> 'closed')
BEGIN
  SELECT RAISE(ABORT, 'warranty_offers: begins offered, of an engagement that is not closed');
END;
--> statement-breakpoint
CREATE TRIGGER warranty_offers_answer_once BEFORE UPDATE ON warranty_offers
WHEN OLD.status <> 'offered' OR NEW.status = 'offered' OR NEW.engagement_id IS NOT OLD.engagement_id OR NEW.moment IS NOT OLD.moment OR NEW.covers IS NOT OLD.covers
BEGIN
  SELECT RAISE(ABORT, 'warranty_offers: answered once');
END;
--> statement-breakpoint
-- Kinds of deals. DEA4: what a performance deal measures stands from its opening on; only Stripe may know no better.
CREATE TRIGGER deals_performance_measures BEFORE INSERT ON deals
WHEN NEW.kind = 'performance' AND NEW.opened_by <> 'stripe' AND NOT EXISTS (SELECT 1 FROM deal_details k WHERE k.deal_id = NEW.id
  AND k.metric IS NOT NULL AND k.metric_source IS NOT NULL AND k.formula IS NOT NULL AND k.floor_minor IS NOT NULL AND k.cap_minor IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'deals: a performance deal says what it measures');
END;
--> statement-breakpoint
CREATE TRIGGER deal_details_frozen BEFORE UPDATE ON deal_details
WHEN NEW.deal_id IS NOT OLD.deal_id OR NEW.pilot IS NOT OLD.pilot OR NEW.bought_minutes IS NOT OLD.bought_minutes OR NEW.renews_deal_id IS NOT OLD.renews_deal_id OR
  EXISTS (SELECT 1 FROM deals d WHERE d.id = OLD.deal_id AND d.status IN ('won', 'ended')) AND (
    NEW.metric IS NOT OLD.metric OR NEW.baseline IS NOT OLD.baseline OR NEW.target IS NOT OLD.target OR NEW.metric_source IS NOT OLD.metric_source OR
    NEW.formula IS NOT OLD.formula OR NEW.floor_minor IS NOT OLD.floor_minor OR NEW.cap_minor IS NOT OLD.cap_minor)
BEGIN
  SELECT RAISE(ABORT, 'deal_details: what was agreed is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER deal_details_begin BEFORE INSERT ON deal_details
WHEN NEW.left_minutes IS NOT NEW.bought_minutes
BEGIN
  SELECT RAISE(ABORT, 'deal_details: a pool begins full');
END;
--> statement-breakpoint
CREATE TRIGGER deal_details_never_go BEFORE DELETE ON deal_details
BEGIN
  SELECT RAISE(ABORT, 'deal_details: what was agreed is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER deal_details_left_by_draw BEFORE UPDATE OF left_minutes ON deal_details
WHEN NEW.left_minutes IS NOT OLD.bought_minutes +
  (SELECT coalesce(sum(iif(h.kind = 'top_up', h.minutes, -h.minutes)), 0) FROM hour_draws h WHERE h.deal_id = OLD.deal_id)
BEGIN
  SELECT RAISE(ABORT, 'deal_details: only a draw moves what is left');
END;
--> statement-breakpoint
CREATE TRIGGER hour_draws_within_pool BEFORE INSERT ON hour_draws
WHEN NOT EXISTS (SELECT 1 FROM deal_details k WHERE k.deal_id = NEW.deal_id AND k.left_minutes IS NOT NULL AND (NEW.kind = 'top_up' OR k.left_minutes >= NEW.minutes))
BEGIN
  SELECT RAISE(ABORT, 'hour_draws: the pool is empty');
END;
--> statement-breakpoint
CREATE TRIGGER hour_draws_keep AFTER INSERT ON hour_draws
BEGIN
  UPDATE deal_details SET left_minutes = left_minutes + iif(NEW.kind = 'top_up', NEW.minutes, -NEW.minutes) WHERE deal_id = NEW.deal_id;
END;
--> statement-breakpoint
CREATE TRIGGER hour_draws_never_change BEFORE UPDATE ON hour_draws
BEGIN
  SELECT RAISE(ABORT, 'hour_draws: a draw never changes');
END;
--> statement-breakpoint
CREATE TRIGGER hour_draws_never_go BEFORE DELETE ON hour_draws
BEGIN
  SELECT RAISE(ABORT, 'hour_draws: a draw is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER change_requests_begin BEFORE INSERT ON change_requests
WHEN NEW.status <> 'asked' OR NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id AND d.kind = 'flat_fee')
BEGIN
  SELECT RAISE(ABORT, 'change_requests: begins asked, of a flat fee');
END;
--> statement-breakpoint
CREATE TRIGGER change_requests_moves BEFORE UPDATE ON change_requests
WHEN NEW.id IS NOT OLD.id OR NEW.deal_id IS NOT OLD.deal_id OR NEW.text IS NOT OLD.text OR NEW.amount_minor IS NOT OLD.amount_minor OR NOT (
  OLD.status = 'asked' AND NEW.status IN ('approved', 'refused') OR
  OLD.status = 'approved' AND NEW.status = 'paid' AND EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id AND p.deal_id = NEW.deal_id))
BEGIN
  SELECT RAISE(ABORT, 'change_requests: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER measurements_begin BEFORE INSERT ON measurements
WHEN NEW.status <> 'measured' OR NOT EXISTS (SELECT 1 FROM deals d JOIN deal_details k ON k.deal_id = d.id WHERE d.id = NEW.deal_id AND d.kind = 'performance'
  AND k.metric IS NOT NULL AND d.status IN ('won', 'ended') AND (NEW.amount_minor = 0 OR NEW.amount_minor BETWEEN k.floor_minor AND k.cap_minor))
BEGIN
  SELECT RAISE(ABORT, 'measurements: begins measured, of a won performance deal, between floor and cap');
END;
--> statement-breakpoint
CREATE TRIGGER measurements_moves BEFORE UPDATE ON measurements
WHEN NEW.id IS NOT OLD.id OR NEW.deal_id IS NOT OLD.deal_id OR NEW.starts_on IS NOT OLD.starts_on OR NEW.ends_on IS NOT OLD.ends_on OR NEW.value IS NOT OLD.value OR
  NEW.amount_minor IS NOT OLD.amount_minor OR OLD.status = 'paid' OR
  OLD.accepted_by_us IS NOT NULL AND NEW.accepted_by_us IS NOT OLD.accepted_by_us OR OLD.accepted_by_them IS NOT NULL AND NEW.accepted_by_them IS NOT OLD.accepted_by_them OR
  NEW.status <> OLD.status AND NOT (
    OLD.status = 'measured' AND NEW.status IN ('accepted', 'disputed') OR
    OLD.status = 'disputed' AND NEW.status = 'accepted' OR
    OLD.status = 'accepted' AND NEW.status = 'paid' AND EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id AND p.deal_id = NEW.deal_id))
BEGIN
  SELECT RAISE(ABORT, 'measurements: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER measurements_never_go BEFORE DELETE ON measurements
BEGIN
  SELECT RAISE(ABORT, 'measurements: a measurement is never deleted');
END;
--> statement-breakpoint
-- Vendor fees.
CREATE TRIGGER vendor_fees_begin BEFORE INSERT ON vendor_fees
WHEN NEW.status <> 'expected' OR NEW.received_minor <> 0 OR NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'vendor_fees: begins expected, for a customer of ours');
END;
--> statement-breakpoint
CREATE TRIGGER vendor_fees_moves BEFORE UPDATE ON vendor_fees
WHEN OLD.status IN ('received', 'written_off') OR NEW.id IS NOT OLD.id OR NEW.vendor IS NOT OLD.vendor OR NEW.prospect_id IS NOT OLD.prospect_id OR
  NEW.currency IS NOT OLD.currency OR NEW.expected_minor IS NOT OLD.expected_minor OR NEW.received_minor < OLD.received_minor OR
  OLD.disclosed_on IS NOT NULL AND NEW.disclosed_on IS NOT OLD.disclosed_on OR
  OLD.status = 'short' AND NEW.status = 'expected'
BEGIN
  SELECT RAISE(ABORT, 'vendor_fees: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER vendor_fees_never_go BEFORE DELETE ON vendor_fees
BEGIN
  SELECT RAISE(ABORT, 'vendor_fees: a fee is written off, never deleted');
END;
