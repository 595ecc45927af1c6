CREATE TABLE `lookouts` (
	`name` text PRIMARY KEY NOT NULL,
	`behind` integer NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `member_visits` (
	`visitor_hash` text NOT NULL,
	`member_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`visitor_hash`, `member_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `partner_marks` (
	`kind` text NOT NULL,
	`mark` text NOT NULL,
	`partner_id` text NOT NULL,
	PRIMARY KEY(`kind`, `mark`, `partner_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `partner_marks_of_partner` ON `partner_marks` (`partner_id`);--> statement-breakpoint
CREATE TABLE `signal_counts` (
	`rule` text NOT NULL,
	`status` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`rule`, `status`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `signal_exemptions` (
	`id` text PRIMARY KEY NOT NULL,
	`rule` text NOT NULL,
	`partner_id` text,
	`group_id` text,
	`reason` text NOT NULL,
	`granted_by` text NOT NULL,
	`granted_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	CONSTRAINT "signal_exemptions_rule" CHECK("signal_exemptions"."rule" in ('same_person','same_company','member_visit','same_destination','paid_traffic','click_flood','late_click','disposable_mail','refund_farming','duplicate_partner','inactive_partner')),
	CONSTRAINT "signal_exemptions_whose" CHECK(("signal_exemptions"."partner_id" is null) <> ("signal_exemptions"."group_id" is null)),
	CONSTRAINT "signal_exemptions_end" CHECK("signal_exemptions"."ends_at" > "signal_exemptions"."granted_at"),
	CONSTRAINT "signal_exemptions_ended" CHECK(("signal_exemptions"."ended_by" is null) = ("signal_exemptions"."ended_at" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `signal_exemptions_of_partner` ON `signal_exemptions` (`partner_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `signal_exemptions_of_group` ON `signal_exemptions` (`group_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `signal_exemptions_by_time` ON `signal_exemptions` (`granted_at`,`id`);--> statement-breakpoint
CREATE TABLE `signal_notes` (
	`signal_id` text NOT NULL,
	`n` integer NOT NULL,
	`author` text NOT NULL,
	`text` text NOT NULL,
	`written_at` integer NOT NULL,
	PRIMARY KEY(`signal_id`, `n`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `signals` (
	`id` text PRIMARY KEY NOT NULL,
	`rule` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`prospect_id` text,
	`source` text NOT NULL,
	`evidence` text NOT NULL,
	`found_at` integer NOT NULL,
	`status` text NOT NULL,
	`taken_by` text,
	`decided_by` text,
	`decided_at` integer,
	`reason` text,
	`settled_at` integer,
	CONSTRAINT "signals_rule" CHECK("signals"."rule" in ('same_person','same_company','member_visit','same_destination','paid_traffic','click_flood','late_click','disposable_mail','refund_farming','duplicate_partner','inactive_partner')),
	CONSTRAINT "signals_status" CHECK("signals"."status" in ('open','released','confirmed')),
	CONSTRAINT "signals_subject" CHECK("signals"."subject_kind" in ('prospect','partner','commission')),
	CONSTRAINT "signals_prospect" CHECK(("signals"."subject_kind" = 'partner') = ("signals"."prospect_id" is null)),
	CONSTRAINT "signals_decided" CHECK(("signals"."status" = 'open') = ("signals"."decided_by" is null) and ("signals"."status" = 'open') = ("signals"."decided_at" is null) and ("signals"."status" = 'open') = ("signals"."reason" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `signals_source_once` ON `signals` (`source`);--> statement-breakpoint
CREATE INDEX `signals_by_status` ON `signals` (`status`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `signals_by_rule` ON `signals` (`rule`,`status`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `signals_by_partner` ON `signals` (`partner_id`,`status`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `signals_of_prospect` ON `signals` (`prospect_id`,`partner_id`);--> statement-breakpoint
CREATE INDEX `signals_unsettled` ON `signals` (`found_at`,`id`) WHERE settled_at is null;--> statement-breakpoint
ALTER TABLE `clicks` ADD `paid_by` text;