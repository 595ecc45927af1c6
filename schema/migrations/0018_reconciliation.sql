CREATE TABLE `recon_breaks` (
	`id` integer PRIMARY KEY NOT NULL,
	`job` text NOT NULL,
	`subject` text NOT NULL,
	`partner_id` text,
	`currency` text,
	`expected_minor` integer,
	`actual_minor` integer,
	`what` text NOT NULL,
	`detail` text NOT NULL,
	`owner` text,
	`taken_at` integer,
	`opened_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`closed_at` integer,
	`closed_how` text,
	`closed_by` text,
	`note` text,
	CONSTRAINT "recon_breaks_job" CHECK(job in ('R1','R2','R3','R4','R5','R6','R7','R8','books')),
	CONSTRAINT "recon_breaks_owner" CHECK(("recon_breaks"."owner" is null) = ("recon_breaks"."taken_at" is null)),
	CONSTRAINT "recon_breaks_seen" CHECK("recon_breaks"."seen_at" >= "recon_breaks"."opened_at"),
	CONSTRAINT "recon_breaks_closed" CHECK(("recon_breaks"."closed_at" is null) = ("recon_breaks"."closed_how" is null) and ("recon_breaks"."closed_how" is null or "recon_breaks"."closed_how" in ('person','clean_run'))),
	CONSTRAINT "recon_breaks_note" CHECK(("recon_breaks"."closed_how" is 'person') = ("recon_breaks"."closed_by" is not null) and ("recon_breaks"."closed_how" is 'person') = ("recon_breaks"."note" is not null) and length(trim(coalesce("recon_breaks"."note", 'none'))) >= 3)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `recon_breaks_one_open` ON `recon_breaks` (`job`,`subject`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `recon_breaks_open` ON `recon_breaks` (`opened_at`,`id`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `recon_breaks_closed` ON `recon_breaks` (`closed_at`,`id`) WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX `recon_breaks_closed_of_job` ON `recon_breaks` (`job`,`closed_at`,`id`) WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX `recon_breaks_by_subject` ON `recon_breaks` (`subject`);--> statement-breakpoint
CREATE TABLE `recon_days` (
	`day` text NOT NULL,
	`currency` text NOT NULL,
	`ledger_minor` integer NOT NULL,
	`cash_minor` integer,
	`transfers_minor` integer NOT NULL,
	`open_minor` integer NOT NULL,
	`shifted_minor` integer NOT NULL,
	`taken_back_minor` integer NOT NULL,
	`at_stripe_minor` integer NOT NULL,
	`on_its_way_minor` integer NOT NULL,
	`arrived_minor` integer NOT NULL,
	`sent_back_minor` integer NOT NULL,
	`kept_at` integer NOT NULL,
	PRIMARY KEY(`day`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `recon_explained` (
	`job` text NOT NULL,
	`subject` text NOT NULL,
	`break_id` integer NOT NULL,
	`expected_minor` integer,
	`actual_minor` integer,
	`what` text NOT NULL,
	PRIMARY KEY(`job`, `subject`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `recon_runs` (
	`job` text PRIMARY KEY NOT NULL,
	`open` integer NOT NULL,
	`ran_at` integer,
	CONSTRAINT "recon_runs_job" CHECK(job in ('R1','R2','R3','R4','R5','R6','R7','R8','books')),
	CONSTRAINT "recon_runs_open" CHECK(open >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `recon_walks` (
	`name` text PRIMARY KEY NOT NULL,
	`started_at` integer,
	`since` integer,
	`until` integer,
	`behind` text,
	`state` text NOT NULL,
	`complete_until` integer,
	CONSTRAINT "recon_walks_walk" CHECK((started_at is null) = (since is null) and (started_at is not null or behind is null))
) STRICT;
--> statement-breakpoint
CREATE TABLE `stripe_cash` (
	`day` text NOT NULL,
	`currency` text NOT NULL,
	`category` text NOT NULL,
	`n` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`fetched_at` integer NOT NULL,
	PRIMARY KEY(`day`, `currency`, `category`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `stripe_transfers` (
	`transfer` text PRIMARY KEY NOT NULL,
	`payout_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reversed_minor` integer NOT NULL,
	`destination` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	CONSTRAINT "stripe_transfers_amount" CHECK("stripe_transfers"."amount_minor" > 0 and "stripe_transfers"."reversed_minor" between 0 and "stripe_transfers"."amount_minor")
) STRICT;
--> statement-breakpoint
CREATE INDEX `stripe_transfers_by_time` ON `stripe_transfers` (`created_at`,`transfer`);--> statement-breakpoint
CREATE INDEX `stripe_transfers_by_payout` ON `stripe_transfers` (`payout_id`);--> statement-breakpoint
CREATE INDEX `payouts_open_since` ON `payouts` (`currency`,`reserved_at`,`id`) WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX `payouts_finished` ON `payouts` (`finished_at`,`id`) WHERE finished_at is not null;