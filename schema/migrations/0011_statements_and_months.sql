CREATE TABLE `closed_months` (
	`month` text PRIMARY KEY NOT NULL,
	`ends_at` integer NOT NULL,
	`prepared_by` text NOT NULL,
	`prepared_at` integer NOT NULL,
	`postings` integer NOT NULL,
	`totals` text NOT NULL,
	`confirmed_by` text,
	`confirmed_at` integer,
	CONSTRAINT "closed_months_month" CHECK("closed_months"."month" glob '[0-9][0-9][0-9][0-9]-[01][0-9]'),
	CONSTRAINT "closed_months_two_people" CHECK("closed_months"."confirmed_by" <> "closed_months"."prepared_by"),
	CONSTRAINT "closed_months_confirmed" CHECK(("closed_months"."confirmed_by" is null) = ("closed_months"."confirmed_at" is null)),
	CONSTRAINT "closed_months_over" CHECK("closed_months"."prepared_at" >= "closed_months"."ends_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `closed_months_until` ON `closed_months` (`ends_at`) WHERE confirmed_at is not null;--> statement-breakpoint
CREATE TABLE `tax_thresholds` (
	`jurisdiction` text NOT NULL,
	`form` text NOT NULL,
	`tax_year` integer NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`source` text NOT NULL,
	PRIMARY KEY(`jurisdiction`, `form`, `tax_year`, `currency`),
	CONSTRAINT "tax_thresholds_amount" CHECK("tax_thresholds"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`n` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `self_billing_agreements` (
	`partner_id` text NOT NULL,
	`version` integer NOT NULL,
	`agreed_by` text NOT NULL,
	`agreed_at` integer NOT NULL,
	`wording` text NOT NULL,
	`text_hash` text NOT NULL,
	`tax_id` text NOT NULL,
	`legal_name` text NOT NULL,
	`address` text NOT NULL,
	`tax_reason` text NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`partner_id`, `version`),
	CONSTRAINT "self_billing_tax_reason" CHECK("self_billing_agreements"."tax_reason" in ('reverse_charge','small_business','outside_scope')),
	CONSTRAINT "self_billing_text_hash" CHECK(length("self_billing_agreements"."text_hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `self_billing_one_in_force` ON `self_billing_agreements` (`partner_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `statement_lines` (
	`statement_id` text NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`effective_at` integer NOT NULL,
	PRIMARY KEY(`statement_id`, `seq`),
	CONSTRAINT "statement_lines_kind" CHECK("statement_lines"."kind" in ('commission','correction','payout','reversal','adjustment','write_off'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `statement_lines_once` ON `statement_lines` (`seq`);--> statement-breakpoint
CREATE TABLE `statements` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`month` text NOT NULL,
	`n` integer NOT NULL,
	`opening_minor` integer NOT NULL,
	`closing_minor` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`agreement_version` integer,
	`invoice_number` integer,
	`invoice` text,
	CONSTRAINT "statements_month" CHECK("statements"."month" glob '[0-9][0-9][0-9][0-9]-[01][0-9]'),
	CONSTRAINT "statements_n" CHECK("statements"."n" >= 0),
	CONSTRAINT "statements_invoice" CHECK(("statements"."invoice_number" is null) = ("statements"."invoice" is null) and ("statements"."invoice" is null) = ("statements"."agreement_version" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `statements_once` ON `statements` (`partner_id`,`currency`,`month`,`n`);--> statement-breakpoint
CREATE UNIQUE INDEX `statements_number_once` ON `statements` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `statements_invoice_once` ON `statements` (`invoice_number`);--> statement-breakpoint
CREATE INDEX `statements_by_partner` ON `statements` (`partner_id`,`currency`,`number`);--> statement-breakpoint
CREATE INDEX `ledger_by_effect` ON `ledger_transactions` (`effective_at`,`seq`);