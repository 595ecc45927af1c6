CREATE TABLE `bank_payout_contents` (
	`bank_payout` text NOT NULL,
	`carries` text NOT NULL,
	PRIMARY KEY(`bank_payout`, `carries`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `bank_payout_contents_by_carried` ON `bank_payout_contents` (`carries`);--> statement-breakpoint
CREATE TABLE `bank_payouts` (
	`bank_payout` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`stripe_account` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`arrival_day` text NOT NULL,
	`failure_code` text,
	`created_at` integer NOT NULL,
	`failed_at` integer,
	`is_complete` integer NOT NULL,
	`last_event` text NOT NULL,
	`asked_at` integer NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "bank_payouts_status" CHECK("bank_payouts"."status" in ('pending','in_transit','paid','failed','canceled')),
	CONSTRAINT "bank_payouts_amount" CHECK("bank_payouts"."amount_minor" > 0),
	CONSTRAINT "bank_payouts_failed" CHECK(("bank_payouts"."status" = 'failed') = ("bank_payouts"."failed_at" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `bank_payouts_of_partner` ON `bank_payouts` (`partner_id`,`currency`,`created_at`,`bank_payout`);--> statement-breakpoint
CREATE INDEX `bank_payouts_failed` ON `bank_payouts` (`partner_id`,`currency`,`created_at`) WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX `bank_payouts_by_account` ON `bank_payouts` (`stripe_account`,`created_at`);--> statement-breakpoint
CREATE TABLE `pulls` (
	`name` text PRIMARY KEY NOT NULL,
	`started_at` integer,
	`since` integer,
	`behind` text,
	`complete_until` integer,
	CONSTRAINT "pulls_name" CHECK("pulls"."name" in ('undelivered','events','refunds','disputes','credit_notes','transfers','bank_payouts')),
	CONSTRAINT "pulls_walk" CHECK(("pulls"."started_at" is null) = ("pulls"."since" is null) and ("pulls"."started_at" is not null or "pulls"."behind" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `inbox_by_source` ON `inbox` (`source`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `inbox_by_type` ON `inbox` (`type`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `inbox_by_status` ON `inbox` (`status`,`received_at`,`id`) WHERE status in ('new','waiting','ignored','misrouted');