CREATE TABLE `company_names` (
	`prospect_id` text PRIMARY KEY NOT NULL,
	`name_key` text NOT NULL,
	`name_lead` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `company_names_by_lead` ON `company_names` (`name_lead`);--> statement-breakpoint
CREATE TABLE `registration_decisions` (
	`registration_id` text NOT NULL,
	`n` integer NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`words` text NOT NULL,
	`takeover` text,
	`decided_by` text NOT NULL,
	`decided_at` integer NOT NULL,
	PRIMARY KEY(`registration_id`, `n`),
	CONSTRAINT "registration_decisions_n" CHECK("registration_decisions"."n" in (1, 2)),
	CONSTRAINT "registration_decisions_outcome" CHECK("registration_decisions"."outcome" in ('accepted','refused')),
	CONSTRAINT "registration_decisions_reason" CHECK(("registration_decisions"."reason" is not null) = ("registration_decisions"."outcome" = 'refused') and ("registration_decisions"."outcome" = 'accepted' or length("registration_decisions"."words") >= 3)
        and ("registration_decisions"."reason" is null or "registration_decisions"."reason" in ('existing_customer','other_first','no_fit','no_work_shown','too_little','own_company','other')))
) STRICT;
--> statement-breakpoint
CREATE TABLE `registration_extensions` (
	`registration_id` text PRIMARY KEY NOT NULL,
	`progress` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`status` text NOT NULL,
	`until_at` integer,
	`reason` text,
	`decided_by` text,
	`decided_at` integer,
	CONSTRAINT "registration_extensions_status" CHECK("registration_extensions"."status" in ('open','granted','declined')),
	CONSTRAINT "registration_extensions_decided" CHECK(("registration_extensions"."status" = 'open') = ("registration_extensions"."decided_by" is null) and ("registration_extensions"."status" = 'open') = ("registration_extensions"."decided_at" is null)
        and ("registration_extensions"."status" = 'open') = ("registration_extensions"."reason" is null) and ("registration_extensions"."status" = 'granted') = ("registration_extensions"."until_at" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `registration_extensions_open` ON `registration_extensions` (`due_at`,`registration_id`) WHERE status = 'open';--> statement-breakpoint
CREATE TABLE `registration_people` (
	`registration_id` text NOT NULL,
	`n` integer NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`title` text,
	`role` text NOT NULL,
	`confidence` text NOT NULL,
	PRIMARY KEY(`registration_id`, `n`),
	CONSTRAINT "registration_people_n" CHECK("registration_people"."n" between 1 and 4),
	CONSTRAINT "registration_people_role" CHECK("registration_people"."role" in ('economic_buyer','ally','no_influence','unknown')),
	CONSTRAINT "registration_people_confidence" CHECK("registration_people"."confidence" in ('known','guess'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `registration_people_by_email` ON `registration_people` (`email`);--> statement-breakpoint
CREATE TABLE `registrations` (
	`id` text PRIMARY KEY NOT NULL,
	`partner_id` text NOT NULL,
	`member_id` text NOT NULL,
	`prospect_id` text,
	`company` text NOT NULL,
	`name_key` text NOT NULL,
	`name_lead` text NOT NULL,
	`domain` text NOT NULL,
	`need` text NOT NULL,
	`others` text NOT NULL,
	`work_stage` text NOT NULL,
	`next_step` text NOT NULL,
	`scope` text NOT NULL,
	`answer` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`due_told_at` integer,
	`status` text NOT NULL,
	`appeal` text,
	`appealed_by` text,
	`appealed_at` integer,
	`protected_until` integer,
	`expiring_told_at` integer,
	`ended_at` integer,
	`ended_because` text,
	`erased_at` integer,
	`version` integer NOT NULL,
	CONSTRAINT "registrations_status" CHECK("registrations"."status" in ('submitted','accepted','refused','appealed','withdrawn','ended')),
	CONSTRAINT "registrations_answer" CHECK("registrations"."answer" in ('free','customer','person')),
	CONSTRAINT "registrations_stage" CHECK("registrations"."work_stage" in ('first_contact','in_talks','need_confirmed','offer_discussed')),
	CONSTRAINT "registrations_others" CHECK("registrations"."others" in ('named','nobody','not_known')),
	CONSTRAINT "registrations_due" CHECK("registrations"."due_at" > "registrations"."submitted_at"),
	CONSTRAINT "registrations_protected" CHECK(("registrations"."protected_until" is not null) = ("registrations"."status" in ('accepted','ended'))),
	CONSTRAINT "registrations_about" CHECK("registrations"."status" not in ('accepted','ended') or "registrations"."prospect_id" is not null),
	CONSTRAINT "registrations_ended" CHECK(("registrations"."ended_at" is not null) = ("registrations"."status" = 'ended') and ("registrations"."ended_because" is not null) = ("registrations"."status" = 'ended')),
	CONSTRAINT "registrations_ending" CHECK("registrations"."ended_because" in ('expired','given_up','taken_over')),
	CONSTRAINT "registrations_appealed" CHECK(("registrations"."appealed_at" is null) = ("registrations"."appeal" is null) and ("registrations"."appealed_at" is null) = ("registrations"."appealed_by" is null)
        and ("registrations"."status" <> 'appealed' or "registrations"."appealed_at" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_one_accepted` ON `registrations` (`domain`) WHERE status = 'accepted' and erased_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_one_of_prospect` ON `registrations` (`prospect_id`) WHERE status = 'accepted' and erased_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_one_of_partner` ON `registrations` (`partner_id`,`domain`) WHERE status in ('submitted','appealed','accepted') and erased_at is null;--> statement-breakpoint
CREATE INDEX `registrations_by_partner` ON `registrations` (`partner_id`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `registrations_by_domain` ON `registrations` (`domain`,`status`);--> statement-breakpoint
CREATE INDEX `registrations_by_prospect` ON `registrations` (`prospect_id`);--> statement-breakpoint
CREATE INDEX `registrations_by_lead` ON `registrations` (`name_lead`);--> statement-breakpoint
CREATE INDEX `registrations_by_time` ON `registrations` (`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `registrations_by_status` ON `registrations` (`status`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `registrations_due` ON `registrations` (`due_at`,`id`) WHERE status in ('submitted','appealed');--> statement-breakpoint
CREATE INDEX `registrations_expiring` ON `registrations` (`protected_until`,`id`) WHERE status = 'accepted';