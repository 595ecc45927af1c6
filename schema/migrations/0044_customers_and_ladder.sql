CREATE TABLE `buying_roles` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`deal_id` text,
	`role` text NOT NULL,
	`veto` integer NOT NULL,
	`confidence` text NOT NULL,
	`influences` text,
	`budget_confirmed` integer NOT NULL,
	`decision_on` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "buying_roles_role" CHECK("buying_roles"."role" in ('economic_buyer','ally','no_influence','unknown')),
	CONSTRAINT "buying_roles_confidence" CHECK("buying_roles"."confidence" in ('known','guess')),
	CONSTRAINT "buying_roles_budget" CHECK("buying_roles"."budget_confirmed" = 0 or "buying_roles"."role" = 'economic_buyer'),
	CONSTRAINT "buying_roles_influences" CHECK("buying_roles"."influences" <> "buying_roles"."contact_id")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `buying_roles_once` ON `buying_roles` (`contact_id`,`deal_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `buying_roles_once_in_all` ON `buying_roles` (`contact_id`) WHERE deal_id is null;--> statement-breakpoint
CREATE INDEX `buying_roles_by_prospect` ON `buying_roles` (`prospect_id`,`recorded_at`);--> statement-breakpoint
CREATE TABLE `customers` (
	`prospect_id` text PRIMARY KEY NOT NULL,
	`standing` text NOT NULL,
	`motion` text,
	`industry` text,
	`size` text,
	`public_company` integer DEFAULT false NOT NULL,
	`first_enterprise` integer DEFAULT false NOT NULL,
	`gift_policy` text DEFAULT 'unknown' NOT NULL,
	`gift_note` text,
	`reference_policy` text DEFAULT 'ask' NOT NULL,
	`customer_since` integer NOT NULL,
	`lapsed_at` integer,
	`won_back_at` integer,
	`no_grievance` text,
	`outreach_ended_at` integer,
	`made_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "customers_standing" CHECK("customers"."standing" in ('active','lapsed','won_back')),
	CONSTRAINT "customers_motion" CHECK("customers"."motion" in ('project','support')),
	CONSTRAINT "customers_size" CHECK("customers"."size" in ('1-49','50-249','250-999','1000+')),
	CONSTRAINT "customers_gift_policy" CHECK("customers"."gift_policy" in ('unknown','allowed','limited','forbidden')),
	CONSTRAINT "customers_reference_policy" CHECK("customers"."reference_policy" in ('ask','allowed','private_only','forbidden'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `customers_by_time` ON `customers` (`customer_since`,`prospect_id`);--> statement-breakpoint
CREATE INDEX `customers_by_standing` ON `customers` (`standing`,`customer_since`,`prospect_id`);--> statement-breakpoint
CREATE INDEX `customers_by_motion` ON `customers` (`motion`,`customer_since`,`prospect_id`);--> statement-breakpoint
CREATE TABLE `goodwill` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`engagement_id` text,
	`what_we_did` text NOT NULL,
	`thanked_by` text,
	`happened_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `goodwill_by_prospect` ON `goodwill` (`prospect_id`,`happened_on`,`id`);--> statement-breakpoint
CREATE TABLE `grievances` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`about` text NOT NULL,
	`cause` text NOT NULL,
	`owner` text NOT NULL,
	`status` text NOT NULL,
	`restitution_kind` text,
	`restitution` text,
	`offered_on` text,
	`settled_on` text,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "grievances_status" CHECK("grievances"."status" in ('open','offered','settled','refused')),
	CONSTRAINT "grievances_restitution_kind" CHECK("grievances"."restitution_kind" in ('free_hours','redone_work','better_terms','apology','other')),
	CONSTRAINT "grievances_offered" CHECK("grievances"."status" = 'open' or "grievances"."restitution" is not null and "grievances"."restitution_kind" is not null and "grievances"."offered_on" is not null),
	CONSTRAINT "grievances_settled" CHECK(("grievances"."status" = 'settled') = ("grievances"."settled_on" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `grievances_by_prospect` ON `grievances` (`prospect_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `grievances_open` ON `grievances` (`opened_at`,`id`) WHERE status <> 'settled';--> statement-breakpoint
CREATE TABLE `handoffs` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`from_staff` text NOT NULL,
	`to_staff` text NOT NULL,
	`what` text NOT NULL,
	`due_on` text NOT NULL,
	`done_at` integer,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `handoffs_by_prospect` ON `handoffs` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_open` ON `handoffs` (`to_staff`,`due_on`,`id`) WHERE done_at is null;--> statement-breakpoint
CREATE TABLE `change_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`text` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`approved_by` text,
	`approved_on` text,
	`payment_id` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "change_requests_status" CHECK("change_requests"."status" in ('asked','approved','refused','paid')),
	CONSTRAINT "change_requests_amount" CHECK("change_requests"."amount_minor" > 0),
	CONSTRAINT "change_requests_approved" CHECK("change_requests"."status" not in ('approved','paid') or "change_requests"."approved_by" is not null and "change_requests"."approved_on" is not null),
	CONSTRAINT "change_requests_paid" CHECK(("change_requests"."status" = 'paid') = ("change_requests"."payment_id" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `change_requests_by_deal` ON `change_requests` (`deal_id`,`recorded_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `change_requests_payment_once` ON `change_requests` (`payment_id`);--> statement-breakpoint
CREATE TABLE `deal_details` (
	`deal_id` text PRIMARY KEY NOT NULL,
	`pilot` integer DEFAULT false NOT NULL,
	`seats` integer,
	`months` integer,
	`renews_deal_id` text,
	`bought_minutes` integer,
	`left_minutes` integer,
	`rate_minor` integer,
	`expires_on` text,
	`period` text,
	`rollover` integer DEFAULT false NOT NULL,
	`value_note` text,
	`scope` text,
	`items` text,
	`metric` text,
	`baseline` text,
	`target` text,
	`metric_source` text,
	`formula` text,
	`floor_minor` integer,
	`cap_minor` integer,
	`covers` text,
	`term_months` integer,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "deal_details_period" CHECK("deal_details"."period" in ('month','quarter','year')),
	CONSTRAINT "deal_details_hours" CHECK("deal_details"."left_minutes" >= 0 and "deal_details"."bought_minutes" > 0),
	CONSTRAINT "deal_details_floor" CHECK("deal_details"."floor_minor" >= 0 and "deal_details"."cap_minor" >= "deal_details"."floor_minor"),
	CONSTRAINT "deal_details_pilot" CHECK("deal_details"."pilot" = 0 or "deal_details"."seats" > 0 and "deal_details"."months" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `deal_details_expiring` ON `deal_details` (`expires_on`) WHERE left_minutes > 0;--> statement-breakpoint
CREATE TABLE `hour_draws` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`kind` text NOT NULL,
	`minutes` integer NOT NULL,
	`happened_on` text NOT NULL,
	`note` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "hour_draws_kind" CHECK("hour_draws"."kind" in ('draw','top_up','lapse')),
	CONSTRAINT "hour_draws_minutes" CHECK("hour_draws"."minutes" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `hour_draws_by_deal` ON `hour_draws` (`deal_id`,`happened_on`,`id`);--> statement-breakpoint
CREATE TABLE `measurements` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`value` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`accepted_by_us` text,
	`accepted_by_them` text,
	`disputed_because` text,
	`payment_id` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "measurements_status" CHECK("measurements"."status" in ('measured','accepted','disputed','paid')),
	CONSTRAINT "measurements_amount" CHECK("measurements"."amount_minor" >= 0),
	CONSTRAINT "measurements_period" CHECK("measurements"."ends_on" >= "measurements"."starts_on"),
	CONSTRAINT "measurements_accepted" CHECK("measurements"."status" not in ('accepted','paid') or "measurements"."accepted_by_us" is not null and "measurements"."accepted_by_them" is not null),
	CONSTRAINT "measurements_disputed" CHECK("measurements"."status" <> 'disputed' or "measurements"."disputed_because" is not null),
	CONSTRAINT "measurements_paid" CHECK(("measurements"."status" = 'paid') = ("measurements"."payment_id" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `measurements_by_deal` ON `measurements` (`deal_id`,`starts_on`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `measurements_payment_once` ON `measurements` (`payment_id`);--> statement-breakpoint
CREATE TABLE `vendor_fees` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor` text NOT NULL,
	`rule` text NOT NULL,
	`prospect_id` text NOT NULL,
	`currency` text NOT NULL,
	`expected_minor` integer NOT NULL,
	`received_minor` integer NOT NULL,
	`due_on` text NOT NULL,
	`status` text NOT NULL,
	`disclosed_on` text,
	`disclosed_how` text,
	`bank_reference` text,
	`received_on` text,
	`note` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "vendor_fees_status" CHECK("vendor_fees"."status" in ('expected','received','short','written_off')),
	CONSTRAINT "vendor_fees_expected" CHECK("vendor_fees"."expected_minor" > 0),
	CONSTRAINT "vendor_fees_received" CHECK(("vendor_fees"."received_minor" > 0) = ("vendor_fees"."bank_reference" is not null) and "vendor_fees"."received_minor" >= 0),
	CONSTRAINT "vendor_fees_short" CHECK("vendor_fees"."status" <> 'short' or "vendor_fees"."received_minor" between 1 and "vendor_fees"."expected_minor" - 1),
	CONSTRAINT "vendor_fees_all" CHECK("vendor_fees"."status" <> 'received' or "vendor_fees"."received_minor" >= "vendor_fees"."expected_minor"),
	CONSTRAINT "vendor_fees_disclosed" CHECK("vendor_fees"."received_minor" = 0 or "vendor_fees"."disclosed_on" is not null and "vendor_fees"."disclosed_how" is not null),
	CONSTRAINT "vendor_fees_written_off" CHECK("vendor_fees"."status" <> 'written_off' or "vendor_fees"."note" is not null)
) STRICT;
--> statement-breakpoint
CREATE INDEX `vendor_fees_by_time` ON `vendor_fees` (`recorded_at`,`id`);--> statement-breakpoint
CREATE INDEX `vendor_fees_by_status` ON `vendor_fees` (`status`,`due_on`,`id`);--> statement-breakpoint
CREATE INDEX `vendor_fees_by_prospect` ON `vendor_fees` (`prospect_id`);--> statement-breakpoint
CREATE TABLE `criteria` (
	`id` text PRIMARY KEY NOT NULL,
	`engagement_id` text NOT NULL,
	`statement` text NOT NULL,
	`measure` text NOT NULL,
	`target` text NOT NULL,
	`due_on` text NOT NULL,
	`status` text NOT NULL,
	`result` text,
	`accepted_by` text,
	`decided_on` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "criteria_status" CHECK("criteria"."status" in ('open','met','missed')),
	CONSTRAINT "criteria_met" CHECK("criteria"."status" <> 'met' or "criteria"."result" is not null and "criteria"."accepted_by" is not null),
	CONSTRAINT "criteria_decided" CHECK(("criteria"."status" = 'open') = ("criteria"."decided_on" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `criteria_by_engagement` ON `criteria` (`engagement_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `engagements` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`deal_id` text,
	`name` text NOT NULL,
	`sponsor_contact` text,
	`status` text NOT NULL,
	`kickoff_on` text,
	`closed_on` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "engagements_status" CHECK("engagements"."status" in ('planned','kicked_off','closed')),
	CONSTRAINT "engagements_kickoff" CHECK(("engagements"."status" = 'planned') = ("engagements"."kickoff_on" is null)),
	CONSTRAINT "engagements_closed" CHECK(("engagements"."status" = 'closed') = ("engagements"."closed_on" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `engagements_by_prospect` ON `engagements` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `engagements_by_deal` ON `engagements` (`deal_id`);--> statement-breakpoint
CREATE INDEX `engagements_by_time` ON `engagements` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `warranty_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`engagement_id` text NOT NULL,
	`moment` text NOT NULL,
	`status` text NOT NULL,
	`covers` text NOT NULL,
	`offered_on` text NOT NULL,
	`answered_on` text,
	`deal_id` text,
	`offered_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "warranty_offers_moment" CHECK("warranty_offers"."moment" in ('kickoff','close')),
	CONSTRAINT "warranty_offers_status" CHECK("warranty_offers"."status" in ('offered','taken','declined')),
	CONSTRAINT "warranty_offers_answered" CHECK(("warranty_offers"."status" = 'offered') = ("warranty_offers"."answered_on" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `warranty_offers_once` ON `warranty_offers` (`engagement_id`,`moment`);--> statement-breakpoint
CREATE TABLE `evidence` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`level` integer NOT NULL,
	`direction` text NOT NULL,
	`detail` text NOT NULL,
	`file` text,
	`happened_on` text NOT NULL,
	`deal_id` text,
	`who_else` text,
	`reason` text,
	`source` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "evidence_level" CHECK("evidence"."level" between 1 and 11),
	CONSTRAINT "evidence_direction" CHECK("evidence"."direction" in ('up','down')),
	CONSTRAINT "evidence_reason" CHECK(("evidence"."direction" = 'down') = ("evidence"."reason" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `evidence_source_once` ON `evidence` (`source`);--> statement-breakpoint
CREATE INDEX `evidence_by_prospect` ON `evidence` (`prospect_id`,`recorded_at`,`id`);--> statement-breakpoint
CREATE TABLE `funnel` (
	`partner_id` text NOT NULL,
	`level` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`level`, `partner_id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `ladder_moves` (
	`quarter` text NOT NULL,
	`from_level` integer NOT NULL,
	`to_level` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`quarter`, `from_level`, `to_level`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `level_rewards` (
	`prospect_id` text NOT NULL,
	`level` integer NOT NULL,
	`evidence_id` text NOT NULL,
	`status` text NOT NULL,
	`commission_id` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	PRIMARY KEY(`prospect_id`, `level`),
	CONSTRAINT "level_rewards_level" CHECK("level_rewards"."level" between 1 and 7),
	CONSTRAINT "level_rewards_status" CHECK("level_rewards"."status" in ('due','accrued','nothing')),
	CONSTRAINT "level_rewards_accrued" CHECK(("level_rewards"."status" = 'accrued') = ("level_rewards"."commission_id" is not null)),
	CONSTRAINT "level_rewards_nothing" CHECK(("level_rewards"."status" = 'nothing') = ("level_rewards"."reason" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `level_rewards_due` ON `level_rewards` (`created_at`,`prospect_id`) WHERE status = 'due';--> statement-breakpoint
CREATE TABLE `proven_levels` (
	`prospect_id` text NOT NULL,
	`level` integer NOT NULL,
	`evidence_id` text NOT NULL,
	PRIMARY KEY(`prospect_id`, `level`)
) STRICT;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `side` text;--> statement-breakpoint
ALTER TABLE `prospects` ADD `level` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `prospects_by_level` ON `prospects` (`level`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `prospects_lost` ON `prospects` (`created_at`,`id`) WHERE stage = 'lost';