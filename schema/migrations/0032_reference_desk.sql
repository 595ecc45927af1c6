CREATE TABLE `nda_views` (
	`id` text PRIMARY KEY NOT NULL,
	`nda_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`what` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `nda_views_by_nda` ON `nda_views` (`nda_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `ndas` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`kind` text NOT NULL,
	`template_version` integer NOT NULL,
	`text` text NOT NULL,
	`text_hash` text NOT NULL,
	`signer_id` text NOT NULL,
	`status` text NOT NULL,
	`sent_by` text NOT NULL,
	`sent_at` integer NOT NULL,
	`signed_by` text,
	`signed_at` integer,
	`ends_on` text NOT NULL,
	`closed_at` integer,
	`closed_reason` text,
	CONSTRAINT "ndas_kind" CHECK("ndas"."kind" in ('one_way','mutual')),
	CONSTRAINT "ndas_status" CHECK("ndas"."status" in ('sent','signed','declined','ended')),
	CONSTRAINT "ndas_signed" CHECK(("ndas"."signed_at" is null) = ("ndas"."signed_by" is null)),
	CONSTRAINT "ndas_signed_when_signed" CHECK("ndas"."status" not in ('signed','ended') or "ndas"."signed_at" is not null),
	CONSTRAINT "ndas_closed" CHECK(("ndas"."status" in ('declined','ended')) = ("ndas"."closed_at" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `ndas_by_prospect` ON `ndas` (`prospect_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE INDEX `ndas_signed` ON `ndas` (`ends_on`,`id`) WHERE status = 'signed';--> statement-breakpoint
CREATE TABLE `readiness` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`trained_on` text,
	`last_checkin_on` text,
	`open_issues` integer NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	CONSTRAINT "readiness_issues" CHECK("readiness"."open_issues" >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `reference_caps` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`subject` text NOT NULL,
	`cap_group` text NOT NULL,
	`count` integer NOT NULL,
	`period_days` integer NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "reference_caps_scope" CHECK("reference_caps"."scope" in ('default','customer','contact')),
	CONSTRAINT "reference_caps_subject" CHECK(("reference_caps"."scope" = 'default') = ("reference_caps"."subject" = '')),
	CONSTRAINT "reference_caps_group" CHECK("reference_caps"."cap_group" in ('call','site_visit','public')),
	CONSTRAINT "reference_caps_count" CHECK("reference_caps"."count" between 0 and 1000),
	CONSTRAINT "reference_caps_period" CHECK("reference_caps"."period_days" between 1 and 3650)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reference_caps_once` ON `reference_caps` (`scope`,`subject`,`cap_group`,`period_days`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `reference_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`contact_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "reference_links_kind" CHECK("reference_links"."kind" in ('prospect','customer','nda'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `reference_links_by_subject` ON `reference_links` (`subject`,`created_at`);--> statement-breakpoint
CREATE TABLE `reference_profiles` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`industry` text NOT NULL,
	`size` text NOT NULL,
	`used_for` text NOT NULL,
	`rest_days` integer NOT NULL,
	`rest_until` integer,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "reference_profiles_rest" CHECK("reference_profiles"."rest_days" between 0 and 730)
) STRICT;
--> statement-breakpoint
CREATE INDEX `reference_profiles_by_time` ON `reference_profiles` (`added_at`,`customer_id`);--> statement-breakpoint
CREATE INDEX `reference_profiles_by_industry` ON `reference_profiles` (`industry`,`size`,`added_at`,`customer_id`);--> statement-breakpoint
CREATE INDEX `reference_profiles_by_size` ON `reference_profiles` (`size`,`added_at`,`customer_id`);--> statement-breakpoint
CREATE INDEX `reference_profiles_by_use` ON `reference_profiles` (`used_for`,`added_at`,`customer_id`);--> statement-breakpoint
CREATE TABLE `reference_rivals` (
	`customer_id` text NOT NULL,
	`domain` text NOT NULL,
	`name` text NOT NULL,
	`named_by` text NOT NULL,
	`named_at` integer NOT NULL,
	PRIMARY KEY(`customer_id`, `domain`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `activities` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`contact_id` text,
	`kind` text NOT NULL,
	`cap_group` text NOT NULL,
	`request_id` text,
	`obligation_id` text,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`counts` integer NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`held_at` integer,
	`minutes` integer,
	`planned_by` text NOT NULL,
	`planned_at` integer NOT NULL,
	CONSTRAINT "activities_cap_group" CHECK("activities"."cap_group" = case when "activities"."kind" in ('prospect_call','analyst_call') then 'call' when "activities"."kind" = 'site_visit' then 'site_visit' when "activities"."kind" in ('site_quote','news_release','webinar','conference_talk','shared_booth','case_study','logo_use') then 'public' end),
	CONSTRAINT "activities_status" CHECK("activities"."status" in ('planned','held','cancelled')),
	CONSTRAINT "activities_counts" CHECK("activities"."counts" in (0, 1) and ("activities"."status" = 'cancelled' or "activities"."counts" = 1)),
	CONSTRAINT "activities_order" CHECK("activities"."from_at" <= "activities"."until_at"),
	CONSTRAINT "activities_held" CHECK(("activities"."status" = 'held') = ("activities"."held_at" is not null)),
	CONSTRAINT "activities_minutes" CHECK("activities"."minutes" is null or "activities"."minutes" between 0 and 100000),
	CONSTRAINT "activities_calls_by_request" CHECK("activities"."cap_group" = 'public' or "activities"."request_id" is not null)
) STRICT;
--> statement-breakpoint
CREATE INDEX `activities_counted` ON `activities` (`customer_id`,`cap_group`,`until_at`) WHERE counts = 1;--> statement-breakpoint
CREATE INDEX `activities_by_customer` ON `activities` (`customer_id`,`from_at`,`id`);--> statement-breakpoint
CREATE INDEX `activities_by_obligation` ON `activities` (`obligation_id`,`status`) WHERE obligation_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `activities_of_request` ON `activities` (`request_id`) WHERE request_id is not null;--> statement-breakpoint
CREATE TABLE `perks` (
	`id` text PRIMARY KEY NOT NULL,
	`activity_id` text NOT NULL,
	`kind` text NOT NULL,
	`what` text NOT NULL,
	`is_gift` integer NOT NULL,
	`cost_minor` integer,
	`currency` text,
	`delivered_on` text,
	`delivered_by` text,
	`created_at` integer NOT NULL,
	CONSTRAINT "perks_kind" CHECK("perks"."kind" in ('travel','welcome','thank_you')),
	CONSTRAINT "perks_cost" CHECK(("perks"."cost_minor" is null) = ("perks"."currency" is null) and coalesce("perks"."cost_minor", 0) >= 0),
	CONSTRAINT "perks_delivered" CHECK(("perks"."delivered_on" is null) = ("perks"."delivered_by" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `perks_once` ON `perks` (`activity_id`,`kind`,`what`);--> statement-breakpoint
CREATE TABLE `reference_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`guest_id` text NOT NULL,
	`activity` text NOT NULL,
	`side` text,
	`industry` text,
	`size` text,
	`topics` text NOT NULL,
	`wanted_by` text,
	`wished_id` text,
	`customer_id` text,
	`contact_id` text,
	`slot_at` integer,
	`status` text NOT NULL,
	`since_at` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`reminded_at` integer,
	`closed_reason` text,
	`version` integer NOT NULL,
	CONSTRAINT "reference_requests_activity" CHECK("reference_requests"."activity" in ('prospect_call','site_visit','analyst_call')),
	CONSTRAINT "reference_requests_status" CHECK("reference_requests"."status" in ('asked','proposed','accepted','scheduled','held','missed','declined','withdrawn','expired')),
	CONSTRAINT "reference_requests_side" CHECK("reference_requests"."side" is null or "reference_requests"."side" in ('technical','business')),
	CONSTRAINT "reference_requests_customer" CHECK(("reference_requests"."customer_id" is null) = ("reference_requests"."contact_id" is null) and ("reference_requests"."status" not in ('proposed','accepted','scheduled','held','missed','declined') or "reference_requests"."customer_id" is not null)),
	CONSTRAINT "reference_requests_slot" CHECK("reference_requests"."status" not in ('accepted','scheduled','held','missed') or "reference_requests"."slot_at" is not null)
) STRICT;
--> statement-breakpoint
CREATE INDEX `reference_requests_by_status` ON `reference_requests` (`status`,`since_at`,`id`);--> statement-breakpoint
CREATE INDEX `reference_requests_by_time` ON `reference_requests` (`asked_at`,`id`);--> statement-breakpoint
CREATE INDEX `reference_requests_by_prospect` ON `reference_requests` (`prospect_id`,`asked_at`,`id`);--> statement-breakpoint
CREATE INDEX `reference_requests_by_customer` ON `reference_requests` (`customer_id`,`asked_at`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `request_counts` (
	`status` text PRIMARY KEY NOT NULL,
	`n` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `request_outcomes` (
	`request_id` text NOT NULL,
	`side` text NOT NULL,
	`says` text NOT NULL,
	`minutes` integer,
	`note` text NOT NULL,
	`said_by` text NOT NULL,
	`said_at` integer NOT NULL,
	PRIMARY KEY(`request_id`, `side`),
	CONSTRAINT "request_outcomes_side" CHECK("request_outcomes"."side" in ('customer','prospect','staff')),
	CONSTRAINT "request_outcomes_says" CHECK("request_outcomes"."says" in ('held','missed')),
	CONSTRAINT "request_outcomes_minutes" CHECK("request_outcomes"."minutes" is null or "request_outcomes"."minutes" between 0 and 100000)
) STRICT;
--> statement-breakpoint
CREATE TABLE `request_slots` (
	`request_id` text NOT NULL,
	`n` integer NOT NULL,
	`starts_at` integer NOT NULL,
	PRIMARY KEY(`request_id`, `n`),
	CONSTRAINT "request_slots_n" CHECK("request_slots"."n" between 1 and 3)
) STRICT;
