CREATE TABLE `month_totals` (
	`month` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`legs` integer NOT NULL,
	PRIMARY KEY(`month`, `kind`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `years_paid` (
	`year` integer NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`paid_minor` integer NOT NULL,
	PRIMARY KEY(`year`, `partner_id`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `years_paid_by_sum` ON `years_paid` (`year`,`currency`,`paid_minor`,`partner_id`);--> statement-breakpoint
CREATE TABLE `partner_earning_days` (
	`partner_id` text NOT NULL,
	`day` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`partner_id`, `day`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `programme_earning_days` (
	`day` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`day`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `groups` ADD `partners` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `partner_days` ADD `prospects` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `partner_days` ADD `deals` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `programme_days` ADD `prospects` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `programme_days` ADD `deals` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `payouts_troubled` ON `payouts` (`run_id`,`partner_id`,`currency`) WHERE status in ('released','unknown','stuck');