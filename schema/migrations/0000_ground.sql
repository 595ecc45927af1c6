CREATE TABLE `commission_holds` (
	`commission_id` text NOT NULL,
	`n` integer NOT NULL,
	`reason` text NOT NULL,
	`owner` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	PRIMARY KEY(`commission_id`, `n`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `commission_holds_open` ON `commission_holds` (`opened_at`) WHERE closed_at is null;--> statement-breakpoint
CREATE TABLE `commissions` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`kind` text NOT NULL,
	`corrects` text,
	`cause` text,
	`payment_id` text,
	`deal_id` text,
	`payout_id` text,
	`source` text NOT NULL,
	`base_minor` integer,
	`rate_bps` integer,
	`terms_version_id` text,
	`accrued_at` integer NOT NULL,
	`matures_at` integer NOT NULL,
	`held_from` text,
	`status` text NOT NULL,
	`status_reason` text,
	CONSTRAINT "commissions_amount" CHECK("commissions"."amount_minor" <> 0),
	CONSTRAINT "commissions_status" CHECK("commissions"."status" in ('pending','approved','in_payout','paid','on_hold','rejected','voided')),
	CONSTRAINT "commissions_kind" CHECK("commissions"."kind" in ('earned','correction','adjustment','returned','write_off')),
	CONSTRAINT "commissions_held_from" CHECK(("commissions"."status" = 'on_hold') = ("commissions"."held_from" is not null)),
	CONSTRAINT "commissions_earned" CHECK("commissions"."kind" <> 'earned' or "commissions"."amount_minor" > 0 and ("commissions"."payment_id" is null) = ("commissions"."source" glob 'level/*')),
	CONSTRAINT "commissions_corrects" CHECK(("commissions"."kind" = 'correction') = ("commissions"."corrects" is not null)),
	CONSTRAINT "commissions_in_payout" CHECK(("commissions"."status" in ('in_payout','paid')) = ("commissions"."payout_id" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `commissions_source_once` ON `commissions` (`source`);--> statement-breakpoint
CREATE INDEX `commissions_by_partner` ON `commissions` (`partner_id`,`accrued_at`,`id`);--> statement-breakpoint
CREATE INDEX `commissions_by_status` ON `commissions` (`status`,`accrued_at`,`id`);--> statement-breakpoint
CREATE INDEX `commissions_payable` ON `commissions` (`partner_id`,`currency`) WHERE status = 'approved';--> statement-breakpoint
CREATE INDEX `commissions_maturing` ON `commissions` (`matures_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `commissions_by_payment` ON `commissions` (`payment_id`);--> statement-breakpoint
CREATE INDEX `commissions_by_payout` ON `commissions` (`payout_id`);--> statement-breakpoint
CREATE INDEX `commissions_by_deal` ON `commissions` (`deal_id`);--> statement-breakpoint
CREATE INDEX `commissions_by_corrected` ON `commissions` (`corrects`);--> statement-breakpoint
CREATE TABLE `deals` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`attribution_id` text,
	`partner_id` text,
	`terms_version_id` text,
	`source` text,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`won_at` integer,
	`closed_at` integer,
	`version` integer NOT NULL,
	CONSTRAINT "deals_status" CHECK("deals"."status" in ('open','won','ended','lost')),
	CONSTRAINT "deals_kind" CHECK("deals"."kind" in ('one_off','hour_pool','retainer','flat_fee','performance','warranty')),
	CONSTRAINT "deals_amount" CHECK("deals"."amount_minor" >= 0),
	CONSTRAINT "deals_terms" CHECK(("deals"."partner_id" is null) = ("deals"."terms_version_id" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `deals_source_once` ON `deals` (`source`);--> statement-breakpoint
CREATE INDEX `deals_by_prospect` ON `deals` (`prospect_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_by_partner` ON `deals` (`partner_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_by_time` ON `deals` (`opened_at`,`id`);--> statement-breakpoint
CREATE TABLE `partner_years` (
	`partner_id` text NOT NULL,
	`year` integer NOT NULL,
	`currency` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`partner_id`, `year`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `payment_facts` (
	`object` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`counts_minor` integer NOT NULL,
	`happened_at` integer NOT NULL,
	`recorded_by` text NOT NULL,
	CONSTRAINT "payment_facts_counts" CHECK("payment_facts"."counts_minor" >= 0),
	CONSTRAINT "payment_facts_kind" CHECK("payment_facts"."kind" in ('refund','credit_note','dispute'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `payment_facts_by_payment` ON `payment_facts` (`payment_id`);--> statement-breakpoint
CREATE TABLE `payment_objects` (
	`object` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `payment_objects_by_payment` ON `payment_objects` (`payment_id`);--> statement-breakpoint
CREATE TABLE `payment_refusals` (
	`payment_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`terms_version` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`payment_id`, `partner_id`, `terms_version`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`source` text NOT NULL,
	`currency` text NOT NULL,
	`paid_minor` integer NOT NULL,
	`base_minor` integer NOT NULL,
	`returned_minor` integer NOT NULL,
	`paid_at` integer NOT NULL,
	`version` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "payments_paid" CHECK("payments"."paid_minor" > 0),
	CONSTRAINT "payments_base" CHECK("payments"."base_minor" between 0 and "payments"."paid_minor"),
	CONSTRAINT "payments_returned" CHECK("payments"."returned_minor" between 0 and "payments"."paid_minor")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_source_once` ON `payments` (`source`);--> statement-breakpoint
CREATE INDEX `payments_by_deal` ON `payments` (`deal_id`,`paid_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_by_time` ON `payments` (`paid_at`,`id`);--> statement-breakpoint
CREATE TABLE `balances` (
	`account` text PRIMARY KEY NOT NULL,
	`balance_minor` integer NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `guard` (
	`n` integer NOT NULL,
	CONSTRAINT "guard_is_one" CHECK("guard"."n" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `ledger_entries` (
	`account` text NOT NULL,
	`seq` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`account`, `seq`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `ledger_entries_by_seq` ON `ledger_entries` (`seq`);--> statement-breakpoint
CREATE TABLE `ledger_transactions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`template` text NOT NULL,
	`ref` text NOT NULL,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`effective_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "ledger_amount" CHECK("ledger_transactions"."amount_minor" between 1 and 90071992547409),
	CONSTRAINT "ledger_two_accounts" CHECK("ledger_transactions"."debit" <> "ledger_transactions"."credit"),
	CONSTRAINT "ledger_one_currency" CHECK(substr("ledger_transactions"."debit", -4) = ':' || "ledger_transactions"."currency" and substr("ledger_transactions"."credit", -4) = ':' || "ledger_transactions"."currency"),
	CONSTRAINT "ledger_template" CHECK("ledger_transactions"."template" in ('accrue','mature','hold','release_hold','reserve','settle','release','refund_pending','refund_available','bank_return','reversal','adjust','writeoff'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_transactions_once` ON `ledger_transactions` (`id`);--> statement-breakpoint
CREATE INDEX `ledger_by_ref` ON `ledger_transactions` (`ref`);--> statement-breakpoint
CREATE TABLE `totals` (
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`kind`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `caps` (
	`currency` text NOT NULL,
	`version` integer NOT NULL,
	`payout_minor` integer NOT NULL,
	`run_minor` integer NOT NULL,
	`hour_minor` integer NOT NULL,
	`first_minor` integer NOT NULL,
	`set_by` text NOT NULL,
	`confirmed_by` text,
	PRIMARY KEY(`currency`, `version`),
	CONSTRAINT "caps_two_people" CHECK("caps"."confirmed_by" <> "caps"."set_by")
) STRICT;
--> statement-breakpoint
CREATE TABLE `epochs` (
	`n` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`note` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `payout_answers` (
	`payout_id` text NOT NULL,
	`gen` integer NOT NULL,
	`n` integer NOT NULL,
	`outcome` text NOT NULL,
	`http` integer,
	`code` text,
	`request_id` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`payout_id`, `gen`, `n`),
	CONSTRAINT "payout_answers_outcome" CHECK("payout_answers"."outcome" in ('sent','refused','wait','doubt','unknown','kept','stop'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `payout_attempts` (
	`payout_id` text NOT NULL,
	`gen` integer NOT NULL,
	`n` integer NOT NULL,
	`key` text NOT NULL,
	`sent_at` integer NOT NULL,
	PRIMARY KEY(`payout_id`, `gen`, `n`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `payout_destinations` (
	`partner_id` text NOT NULL,
	`version` integer NOT NULL,
	`stripe_account` text NOT NULL,
	`readiness` text NOT NULL,
	`readiness_codes` text NOT NULL,
	`requirements` text NOT NULL,
	`asked_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`hold_until` integer NOT NULL,
	PRIMARY KEY(`partner_id`, `version`),
	CONSTRAINT "payout_destinations_readiness" CHECK("payout_destinations"."readiness" in ('active','pending','restricted','rejected','unsupported','closed','unknown'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `payout_destinations_by_account` ON `payout_destinations` (`stripe_account`,`version`);--> statement-breakpoint
CREATE TABLE `payout_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`prepared_by` text NOT NULL,
	`submitted_by` text,
	`approved_by` text,
	`second_approver` text,
	`second_needed` integer NOT NULL,
	`paused` text,
	`refused_by` text,
	`reason` text,
	`fingerprint` text,
	`summary` text,
	`prepared_at` integer NOT NULL,
	`submitted_at` integer,
	`approved_at` integer,
	`finished_at` integer,
	CONSTRAINT "payout_runs_status" CHECK("payout_runs"."status" in ('draft','submitted','approved','sending','done','refused','cancelled')),
	CONSTRAINT "payout_runs_approver" CHECK("payout_runs"."approved_by" not in ("payout_runs"."prepared_by", "payout_runs"."submitted_by")),
	CONSTRAINT "payout_runs_submitter" CHECK("payout_runs"."approved_by" is null or "payout_runs"."submitted_by" is not null),
	CONSTRAINT "payout_runs_second" CHECK("payout_runs"."second_approver" not in ("payout_runs"."prepared_by", "payout_runs"."submitted_by", "payout_runs"."approved_by")),
	CONSTRAINT "payout_runs_second_after_first" CHECK("payout_runs"."second_approver" is null or "payout_runs"."approved_by" is not null),
	CONSTRAINT "payout_runs_approved" CHECK("payout_runs"."status" in ('draft','submitted','refused','cancelled') or "payout_runs"."approved_by" is not null and "payout_runs"."second_needed" <= ("payout_runs"."second_approver" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `payout_runs_by_status` ON `payout_runs` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `payout_runs_by_time` ON `payout_runs` (`prepared_at`,`id`);--> statement-breakpoint
CREATE TABLE `payout_skips` (
	`payout_id` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `payouts` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`destination` text NOT NULL,
	`destination_version` integer NOT NULL,
	`epoch` integer NOT NULL,
	`gen` integer NOT NULL,
	`lease` text,
	`lease_until` integer NOT NULL,
	`next_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`doubts` integer NOT NULL,
	`first_sent_at` integer,
	`last_sent_at` integer,
	`transfer` text,
	`status` text NOT NULL,
	`reason` text,
	`reserved_at` integer NOT NULL,
	`finished_at` integer,
	CONSTRAINT "payouts_amount" CHECK("payouts"."amount_minor" > 0),
	CONSTRAINT "payouts_gen" CHECK("payouts"."gen" in (0, 1)),
	CONSTRAINT "payouts_status" CHECK("payouts"."status" in ('reserved','sending','unknown','paid','released','stuck')),
	CONSTRAINT "payouts_paid" CHECK(("payouts"."status" = 'paid') = ("payouts"."transfer" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payouts_once` ON `payouts` (`run_id`,`partner_id`,`currency`);--> statement-breakpoint
CREATE UNIQUE INDEX `payouts_transfer_once` ON `payouts` (`transfer`);--> statement-breakpoint
CREATE UNIQUE INDEX `payouts_one_open` ON `payouts` (`partner_id`,`currency`) WHERE status in ('reserved','sending','unknown','stuck');--> statement-breakpoint
CREATE INDEX `payouts_due` ON `payouts` (`status`,`next_at`,`id`) WHERE status in ('reserved','sending','unknown','stuck');--> statement-breakpoint
CREATE INDEX `payouts_by_partner` ON `payouts` (`partner_id`,`reserved_at`,`id`);--> statement-breakpoint
CREATE INDEX `payouts_by_run` ON `payouts` (`run_id`,`id`);--> statement-breakpoint
CREATE TABLE `planned_lines` (
	`payout_id` text NOT NULL,
	`commission_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`payout_id`, `commission_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `planned_lines_by_commission` ON `planned_lines` (`commission_id`);--> statement-breakpoint
CREATE TABLE `planned_payouts` (
	`payout_id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`destination` text NOT NULL,
	`destination_version` integer NOT NULL,
	CONSTRAINT "planned_payouts_amount" CHECK("planned_payouts"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `planned_payouts_once` ON `planned_payouts` (`run_id`,`partner_id`,`currency`);--> statement-breakpoint
CREATE TABLE `run_blockers` (
	`run_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`blocker` text NOT NULL,
	`detail` text,
	PRIMARY KEY(`run_id`, `partner_id`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `run_counts` (
	`run_id` text NOT NULL,
	`currency` text NOT NULL,
	`status` text NOT NULL,
	`n` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`run_id`, `currency`, `status`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `send_pace` (
	`id` integer PRIMARY KEY NOT NULL,
	`per_second` integer NOT NULL,
	`next_slot_at` integer NOT NULL,
	`calm_since` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `sent_hours` (
	`hour` integer NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`hour`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `stops` (
	`scope` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	`resume_asked_by` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "members_role" CHECK("members"."role" in ('owner','member')),
	CONSTRAINT "members_status" CHECK("members"."status" in ('invited','active','removed')),
	CONSTRAINT "members_email" CHECK("members"."email" = lower("members"."email"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email_once` ON `members` (`email`) WHERE status <> 'removed';--> statement-breakpoint
CREATE INDEX `members_by_partner` ON `members` (`partner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `partners` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`domain` text,
	`country` text NOT NULL,
	`group_id` text NOT NULL,
	`prospect_id` text,
	`status` text NOT NULL,
	`status_reason` text,
	`invited_by` text,
	`created_at` integer NOT NULL,
	`activated_at` integer,
	CONSTRAINT "partners_status" CHECK("partners"."status" in ('invited','applied','active','suspended','refused','left')),
	CONSTRAINT "partners_country" CHECK(length("partners"."country") = 2)
) STRICT;
--> statement-breakpoint
CREATE INDEX `partners_by_status` ON `partners` (`status`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `partners_by_domain` ON `partners` (`domain`);--> statement-breakpoint
CREATE INDEX `partners_by_group` ON `partners` (`group_id`);--> statement-breakpoint
CREATE TABLE `rate_counts` (
	`key` text NOT NULL,
	`window` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`key`, `window`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`person_kind` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`second_factor_at` integer,
	`ended_at` integer,
	`user_agent` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`person_kind`,`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`person_kind` text NOT NULL,
	`person_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`code_hash` text NOT NULL,
	`browser_hash` text NOT NULL,
	`purpose` text NOT NULL,
	`code_tries` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`consumed_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_ins_token` ON `sign_ins` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sign_ins_by_browser` ON `sign_ins` (`browser_hash`,`created_at`);--> statement-breakpoint
CREATE INDEX `sign_ins_by_person` ON `sign_ins` (`person_kind`,`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "staff_email" CHECK("staff"."email" = lower("staff"."email"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_once` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `staff_role_grants` (
	`staff_id` text NOT NULL,
	`role` text NOT NULL,
	`granted_by` text NOT NULL,
	`granted_at` integer NOT NULL,
	PRIMARY KEY(`staff_id`, `role`),
	CONSTRAINT "staff_role_grants_role" CHECK("staff_role_grants"."role" in ('sales','finance','approver','admin','auditor'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `attributions` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`n` integer NOT NULL,
	`partner_id` text,
	`touch_id` text,
	`decided_by` text NOT NULL,
	`reason` text NOT NULL,
	`explanation` text NOT NULL,
	`held_reason` text,
	`decided_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `attributions_once` ON `attributions` (`prospect_id`,`n`);--> statement-breakpoint
CREATE INDEX `attributions_by_partner` ON `attributions` (`partner_id`,`decided_at`,`id`);--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`title` text,
	`named_by` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `contacts_by_prospect` ON `contacts` (`prospect_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `contacts_by_email` ON `contacts` (`email`);--> statement-breakpoint
CREATE TABLE `introductions` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`source` text NOT NULL,
	`link_id` text,
	`member_id` text,
	`company` text NOT NULL,
	`contact_name` text NOT NULL,
	`contact_email` text NOT NULL,
	`need` text NOT NULL,
	`prospect_agreed` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "introductions_source" CHECK("introductions"."source" in ('prospect','partner'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `introductions_by_partner` ON `introductions` (`partner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `introductions_by_prospect` ON `introductions` (`prospect_id`);--> statement-breakpoint
CREATE TABLE `prospect_stripe_customers` (
	`stripe_customer` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `prospect_stripe_customers_by_prospect` ON `prospect_stripe_customers` (`prospect_id`);--> statement-breakpoint
CREATE TABLE `prospects` (
	`id` text PRIMARY KEY NOT NULL,
	`company` text NOT NULL,
	`domain` text,
	`stage` text NOT NULL,
	`stage_reason` text,
	`need` text,
	`customer_since` integer,
	`created_at` integer NOT NULL,
	`access_hash` text,
	`erased_at` integer,
	`version` integer NOT NULL,
	CONSTRAINT "prospects_stage" CHECK("prospects"."stage" in ('new','in_contact','evaluating','customer','lost'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `prospects_by_domain` ON `prospects` (`domain`);--> statement-breakpoint
CREATE INDEX `prospects_by_time` ON `prospects` (`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `prospects_access` ON `prospects` (`access_hash`);--> statement-breakpoint
CREATE TABLE `touches` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`kind` text NOT NULL,
	`touched_at` integer NOT NULL,
	`link_id` text,
	`click_id` text,
	`introduction_id` text,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "touches_kind" CHECK("touches"."kind" in ('click','code','introduction','registration','decision'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `touches_source_once` ON `touches` (`source`);--> statement-breakpoint
CREATE INDEX `touches_by_prospect` ON `touches` (`prospect_id`,`touched_at`,`id`);--> statement-breakpoint
CREATE INDEX `touches_by_partner` ON `touches` (`partner_id`,`touched_at`,`id`);--> statement-breakpoint
CREATE TABLE `acts` (
	`id` text PRIMARY KEY NOT NULL,
	`result` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`partner_id` text,
	`detail` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit` (`at`,`seq`);--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`job` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`type` text NOT NULL,
	`object` text,
	`account` text,
	`api_version` text,
	`received_at` integer NOT NULL,
	`status` text NOT NULL,
	`tries` integer NOT NULL,
	`next_at` integer NOT NULL,
	`error` text,
	`done_at` integer,
	CONSTRAINT "inbox_status" CHECK("inbox"."status" in ('new','waiting','done','ignored','misrouted'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `inbox_due` ON `inbox` (`next_at`,`id`) WHERE status in ('new','waiting');--> statement-breakpoint
CREATE INDEX `inbox_by_time` ON `inbox` (`received_at`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`template` text NOT NULL,
	`recipient` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`sent_at` integer,
	`error` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_at`,`id`) WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX `outbox_by_time` ON `outbox` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `group_minimums` (
	`group_id` text NOT NULL,
	`currency` text NOT NULL,
	`minimum_payout_minor` integer NOT NULL,
	PRIMARY KEY(`group_id`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `groups` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`window_days` integer NOT NULL,
	`model` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `terms_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`group_id` text NOT NULL,
	`version` integer NOT NULL,
	`hold_days` integer NOT NULL,
	`rates` text NOT NULL,
	`effective_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "terms_versions_hold" CHECK("terms_versions"."hold_days" between 0 and 365)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `terms_versions_once` ON `terms_versions` (`group_id`,`version`);--> statement-breakpoint
CREATE INDEX `terms_versions_in_force` ON `terms_versions` (`group_id`,`effective_at`);--> statement-breakpoint
CREATE TABLE `clicks` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`clicked_at` integer NOT NULL,
	`campaign` text,
	`country` text,
	`device` text,
	`referrer_host` text,
	`visitor_hash` text
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `clicks_by_link` ON `clicks` (`link_id`,`id`);--> statement-breakpoint
CREATE TABLE `link_days` (
	`link_id` text NOT NULL,
	`day` text NOT NULL,
	`clicks` integer NOT NULL,
	PRIMARY KEY(`link_id`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `link_totals` (
	`link_id` text PRIMARY KEY NOT NULL,
	`clicks` integer NOT NULL,
	`last_click_at` integer
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `links` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`destination_host` text NOT NULL,
	`destination_path` text NOT NULL,
	`campaign` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer,
	CONSTRAINT "links_code" CHECK(length("links"."code") between 2 and 64 and "links"."code" not glob '*[^A-Za-z0-9_-]*'),
	CONSTRAINT "links_path" CHECK("links"."destination_path" glob '/*')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `links_code_once` ON `links` (lower(code));--> statement-breakpoint
CREATE INDEX `links_by_partner` ON `links` (`partner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `partner_days` (
	`partner_id` text NOT NULL,
	`day` text NOT NULL,
	`clicks` integer NOT NULL,
	PRIMARY KEY(`partner_id`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `programme_days` (
	`day` text PRIMARY KEY NOT NULL,
	`clicks` integer NOT NULL
) STRICT, WITHOUT ROWID;
