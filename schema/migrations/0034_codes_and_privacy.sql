CREATE TABLE `promotion_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`coupon` text NOT NULL,
	`off_bps` integer,
	`off_minor` integer,
	`off_currency` text,
	`duration` text NOT NULL,
	`months` integer,
	`is_active` integer NOT NULL,
	`expires_at` integer,
	`most_redemptions` integer,
	`redemptions` integer NOT NULL,
	`first_time_only` integer NOT NULL,
	`made_at` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`partner_id` text,
	`assigned_by` text,
	`assigned_at` integer,
	`credit_from` integer,
	`credit_until` integer,
	`most_credits` integer,
	`credits` integer DEFAULT 0 NOT NULL,
	`paused_at` integer,
	`paused_because` text,
	`version` integer NOT NULL,
	CONSTRAINT "promotion_codes_off" CHECK(("promotion_codes"."off_bps" is null) <> ("promotion_codes"."off_minor" is null) and ("promotion_codes"."off_minor" is null) = ("promotion_codes"."off_currency" is null)),
	CONSTRAINT "promotion_codes_duration" CHECK("promotion_codes"."duration" in ('once','repeating','forever')),
	CONSTRAINT "promotion_codes_assigned" CHECK(("promotion_codes"."partner_id" is null) = ("promotion_codes"."assigned_by" is null) and ("promotion_codes"."partner_id" is null) = ("promotion_codes"."assigned_at" is null)),
	CONSTRAINT "promotion_codes_paused" CHECK(("promotion_codes"."paused_at" is null) = ("promotion_codes"."paused_because" is null)),
	CONSTRAINT "promotion_codes_dates" CHECK("promotion_codes"."credit_from" is null or "promotion_codes"."credit_until" is null or "promotion_codes"."credit_from" < "promotion_codes"."credit_until"),
	CONSTRAINT "promotion_codes_most" CHECK("promotion_codes"."most_credits" is null or "promotion_codes"."most_credits" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `promotion_codes_by_code` ON `promotion_codes` (lower(code),`made_at`);--> statement-breakpoint
CREATE INDEX `promotion_codes_by_time` ON `promotion_codes` (`made_at`,`id`);--> statement-breakpoint
CREATE INDEX `promotion_codes_by_partner` ON `promotion_codes` (`partner_id`,`made_at`,`id`);--> statement-breakpoint
CREATE INDEX `promotion_codes_by_coupon` ON `promotion_codes` (`coupon`,`partner_id`);--> statement-breakpoint
CREATE TABLE `declines` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`source` text NOT NULL,
	`prospect_id` text,
	`link_id` text,
	`click_id` text,
	`said_at` integer NOT NULL,
	CONSTRAINT "declines_source" CHECK("declines"."source" in ('introduction_page','private_link'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `declines_by_prospect` ON `declines` (`prospect_id`,`said_at`);--> statement-breakpoint
CREATE INDEX `declines_by_click` ON `declines` (`click_id`);--> statement-breakpoint
CREATE TABLE `left_alone` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`since` integer NOT NULL,
	CONSTRAINT "left_alone_kind" CHECK("left_alone"."kind" in ('email','domain'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `prospect_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`made_at` integer NOT NULL,
	`ended_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `prospect_links_by_contact` ON `prospect_links` (`contact_id`,`made_at`);--> statement-breakpoint
CREATE INDEX `prospect_links_by_prospect` ON `prospect_links` (`prospect_id`);--> statement-breakpoint
CREATE TABLE `seal_salts` (
	`log` text NOT NULL,
	`position` integer NOT NULL,
	`salt` text,
	`digest` text,
	`erased_with` text,
	PRIMARY KEY(`log`, `position`),
	CONSTRAINT "seal_salts_log" CHECK("seal_salts"."log" in ('attributions','audit')),
	CONSTRAINT "seal_salts_either" CHECK(("seal_salts"."salt" is null) <> ("seal_salts"."digest" is null) and ("seal_salts"."digest" is null) = ("seal_salts"."erased_with" is null))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `wrapped_keys` (
	`name` text NOT NULL,
	`signing_key` text NOT NULL,
	`wrapped` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`name`, `signing_key`)
) STRICT;
--> statement-breakpoint
ALTER TABLE `groups` ADD `benefit_code` text;--> statement-breakpoint
ALTER TABLE `groups` ADD `benefit_words` text DEFAULT '' NOT NULL;