CREATE TABLE `adoptions` (
	`transfer` text PRIMARY KEY NOT NULL,
	`payout_id` text NOT NULL,
	`run_id` text NOT NULL,
	`partner_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`destination` text NOT NULL,
	`transferred_at` integer NOT NULL,
	`epoch` integer NOT NULL,
	`found_at` integer NOT NULL,
	`problem` text,
	`status` text NOT NULL,
	`proposed_by` text,
	`proposed_at` integer,
	`confirmed_by` text,
	`confirmed_at` integer,
	`adopted_at` integer,
	CONSTRAINT "adoptions_status" CHECK("adoptions"."status" in ('found','proposed','confirmed','adopted')),
	CONSTRAINT "adoptions_amount" CHECK("adoptions"."amount_minor" > 0),
	CONSTRAINT "adoptions_problem" CHECK("adoptions"."problem" is null or "adoptions"."status" = 'found'),
	CONSTRAINT "adoptions_proposed" CHECK(("adoptions"."status" = 'found') = ("adoptions"."proposed_by" is null)),
	CONSTRAINT "adoptions_confirmed" CHECK(("adoptions"."status" in ('confirmed','adopted')) = ("adoptions"."confirmed_by" is not null)),
	CONSTRAINT "adoptions_adopted" CHECK(("adoptions"."status" = 'adopted') = ("adoptions"."adopted_at" is not null)),
	CONSTRAINT "adoptions_two_people" CHECK("adoptions"."confirmed_by" <> "adoptions"."proposed_by")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `adoptions_one_by_payout` ON `adoptions` (`payout_id`) WHERE status in ('proposed','confirmed','adopted');--> statement-breakpoint
CREATE INDEX `adoptions_open` ON `adoptions` (`status`,`transfer`) WHERE status <> 'adopted';--> statement-breakpoint
CREATE INDEX `adoptions_by_run` ON `adoptions` (`run_id`,`status`);--> statement-breakpoint
CREATE TABLE `restores` (
	`epoch` integer PRIMARY KEY NOT NULL,
	`restored_to` integer NOT NULL,
	`since` integer NOT NULL,
	`begun_by` text NOT NULL,
	`begun_at` integer NOT NULL,
	`comparing_at` integer,
	`comparing_by` text,
	`list` text,
	`behind` text,
	`found` integer NOT NULL,
	`compared_at` integer,
	`differences` integer,
	CONSTRAINT "restores_epoch" CHECK("restores"."epoch" > 1),
	CONSTRAINT "restores_list" CHECK("restores"."list" in ('transfers','bank_payouts','payouts')),
	CONSTRAINT "restores_since" CHECK("restores"."since" <= "restores"."restored_to" and "restores"."restored_to" <= "restores"."begun_at"),
	CONSTRAINT "restores_comparing" CHECK(("restores"."comparing_at" is null) = ("restores"."list" is null) and ("restores"."comparing_at" is null) = ("restores"."comparing_by" is null)
        and ("restores"."comparing_at" is not null or "restores"."behind" is null)),
	CONSTRAINT "restores_compared" CHECK(("restores"."compared_at" is null) = ("restores"."differences" is null))
) STRICT;
