CREATE TABLE `invitations` (
	`ask_id` text PRIMARY KEY NOT NULL,
	`engagement_id` text NOT NULL,
	`prospect_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`status` text NOT NULL,
	`drafted_at` integer NOT NULL,
	`text` text,
	`grant_id` text,
	`reason` text,
	`decided_by` text,
	`decided_at` integer,
	CONSTRAINT "invitations_status" CHECK("invitations"."status" in ('drafted','sent','left')),
	CONSTRAINT "invitations_decided" CHECK(("invitations"."status" = 'drafted') = ("invitations"."decided_at" is null) and ("invitations"."decided_at" is null) = ("invitations"."decided_by" is null)),
	CONSTRAINT "invitations_sent" CHECK(("invitations"."status" = 'sent') = ("invitations"."grant_id" is not null) and ("invitations"."status" <> 'sent' or "invitations"."text" is not null)),
	CONSTRAINT "invitations_left" CHECK(("invitations"."status" = 'left') = ("invitations"."reason" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `invitations_drafted` ON `invitations` (`drafted_at`,`ask_id`) WHERE status = 'drafted';--> statement-breakpoint
CREATE INDEX `invitations_by_decision` ON `invitations` (`decided_at`,`ask_id`) WHERE status <> 'drafted';--> statement-breakpoint
CREATE INDEX `invitations_by_customer` ON `invitations` (`prospect_id`,`drafted_at`,`ask_id`);--> statement-breakpoint
CREATE INDEX `goodwill_by_engagement` ON `goodwill` (`engagement_id`,`happened_on`,`id`);--> statement-breakpoint
CREATE INDEX `goodwill_thanked` ON `goodwill` (`happened_on`,`id`) WHERE thanked_by is not null;--> statement-breakpoint
CREATE INDEX `criteria_open` ON `criteria` (`due_on`,`engagement_id`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `engagements_by_status` ON `engagements` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `kickoff_asks_waiting` ON `kickoff_asks` (`engagement_id`) WHERE invited_at is null and answer <> 'no';