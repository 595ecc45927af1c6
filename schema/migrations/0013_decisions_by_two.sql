CREATE TABLE `ledger_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	CONSTRAINT "ledger_requests_kind" CHECK("ledger_requests"."kind" in ('adjust','writeoff')),
	CONSTRAINT "ledger_requests_amount" CHECK("ledger_requests"."amount_minor" <> 0 and ("ledger_requests"."kind" <> 'writeoff' or "ledger_requests"."amount_minor" > 0)),
	CONSTRAINT "ledger_requests_status" CHECK("ledger_requests"."status" in ('open','confirmed','refused')),
	CONSTRAINT "ledger_requests_decided" CHECK((status = 'open') = (decided_by is null) and (status = 'open') = (decided_at is null)),
	CONSTRAINT "ledger_requests_two_people" CHECK("ledger_requests"."decided_by" <> "ledger_requests"."asked_by")
) STRICT;
--> statement-breakpoint
CREATE INDEX `ledger_requests_by_time` ON `ledger_requests` (`asked_at`,`id`);--> statement-breakpoint
CREATE TABLE `payout_decisions` (
	`payout_id` text NOT NULL,
	`n` integer NOT NULL,
	`outcome` text NOT NULL,
	`transfer` text,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	PRIMARY KEY(`payout_id`, `n`),
	CONSTRAINT "payout_decisions_outcome" CHECK("payout_decisions"."outcome" in ('paid','released')),
	CONSTRAINT "payout_decisions_transfer" CHECK(("payout_decisions"."outcome" = 'paid') = ("payout_decisions"."transfer" is not null)),
	CONSTRAINT "payout_decisions_status" CHECK("payout_decisions"."status" in ('open','confirmed','refused')),
	CONSTRAINT "payout_decisions_decided" CHECK((status = 'open') = (decided_by is null) and (status = 'open') = (decided_at is null)),
	CONSTRAINT "payout_decisions_two_people" CHECK("payout_decisions"."decided_by" <> "payout_decisions"."proposed_by")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_decisions_one_open` ON `payout_decisions` (`payout_id`) WHERE status = 'open';--> statement-breakpoint
ALTER TABLE `payout_runs` ADD `checked_at` integer;