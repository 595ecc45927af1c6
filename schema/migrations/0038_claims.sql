CREATE TABLE `claim_answer_hours` (
	`scope` text NOT NULL,
	`hours` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`scope`, `hours`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `claim_counts` (
	`scope` text PRIMARY KEY NOT NULL,
	`submitted` integer NOT NULL,
	`accepted` integer NOT NULL,
	`refused` integer NOT NULL,
	`appealed` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `claims` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`company` text NOT NULL,
	`domain` text,
	`prospect_id` text,
	`commission_id` text,
	`evidence` text NOT NULL,
	`evidence_link` text,
	`status` text NOT NULL,
	`member_id` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`reason` text,
	`appeal` text,
	`appealed_by` text,
	`appealed_at` integer,
	`appeal_decided_by` text,
	`appeal_decided_at` integer,
	`appeal_reason` text,
	`outcome` text,
	`late_told_at` integer,
	CONSTRAINT "claims_kind" CHECK("claims"."kind" in ('missing','wrong_partner','wrong_amount')),
	CONSTRAINT "claims_status" CHECK("claims"."status" in ('open','accepted','refused','appealed')),
	CONSTRAINT "claims_evidence" CHECK(length("claims"."evidence") > 0),
	CONSTRAINT "claims_amount" CHECK("claims"."kind" <> 'wrong_amount' or "claims"."commission_id" is not null),
	CONSTRAINT "claims_decided" CHECK(("claims"."status" = 'open') = ("claims"."decided_at" is null)),
	CONSTRAINT "claims_answer" CHECK(("claims"."decided_at" is null) = ("claims"."decided_by" is null) and ("claims"."decided_at" is null) = ("claims"."reason" is null)),
	CONSTRAINT "claims_appeal" CHECK(("claims"."appealed_at" is null) = ("claims"."appeal" is null) and ("claims"."appealed_at" is null) = ("claims"."appealed_by" is null)
        and ("claims"."status" <> 'appealed' or "claims"."appealed_at" is not null and "claims"."appeal_decided_at" is null)),
	CONSTRAINT "claims_last_answer" CHECK(("claims"."appeal_decided_at" is null) = ("claims"."appeal_decided_by" is null) and ("claims"."appeal_decided_at" is null) = ("claims"."appeal_reason" is null)
        and ("claims"."appeal_decided_at" is null or "claims"."appealed_at" is not null)),
	CONSTRAINT "claims_two_people" CHECK("claims"."appeal_decided_by" <> "claims"."decided_by")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `claims_once` ON `claims` (`partner_id`,`subject`) WHERE status <> 'accepted';--> statement-breakpoint
CREATE INDEX `claims_by_partner` ON `claims` (`partner_id`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `claims_by_time` ON `claims` (`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `claims_by_status` ON `claims` (`status`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `claims_due` ON `claims` (`due_at`,`id`) WHERE status in ('open','appealed');--> statement-breakpoint
CREATE INDEX `claims_open_on_prospect` ON `claims` (`prospect_id`) WHERE status in ('open','appealed');--> statement-breakpoint
CREATE INDEX `claims_by_commission` ON `claims` (`commission_id`);--> statement-breakpoint
CREATE TABLE `credit_changes` (
	`deal_id` text NOT NULL,
	`cause` text NOT NULL,
	`actor` text NOT NULL,
	`partner_id` text,
	`decided_at` integer NOT NULL,
	`done_at` integer,
	PRIMARY KEY(`deal_id`, `cause`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `credit_changes_open` ON `credit_changes` (`decided_at`,`deal_id`) WHERE done_at is null;--> statement-breakpoint
CREATE TABLE `refused_evidence` (
	`prospect_id` text NOT NULL,
	`digest` text NOT NULL,
	`problem` text NOT NULL,
	`presented_at` integer NOT NULL,
	PRIMARY KEY(`prospect_id`, `digest`),
	CONSTRAINT "refused_evidence_problem" CHECK("refused_evidence"."problem" in ('malformed','unknown_key','forged','foreign'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `restored_commissions` (
	`commission_id` text PRIMARY KEY NOT NULL,
	`claim_id` text NOT NULL,
	`restored_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `touch_rules` (
	`touch_id` text PRIMARY KEY NOT NULL,
	`group_id` text NOT NULL,
	`rules_version` integer NOT NULL
) STRICT;
