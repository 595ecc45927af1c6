CREATE TABLE `book_checks` (
	`name` text PRIMARY KEY NOT NULL,
	`started_at` integer,
	`behind` text,
	`found` text NOT NULL,
	`checked_at` integer,
	`held` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `seals` (
	`n` integer PRIMARY KEY NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	`sealed_at` integer NOT NULL,
	`form` integer NOT NULL,
	`rows` integer NOT NULL,
	`upto` text NOT NULL,
	CONSTRAINT "seals_hash" CHECK(length("seals"."hash") = 64 and "seals"."hash" not glob '*[^0-9a-f]*'),
	CONSTRAINT "seals_rows" CHECK("seals"."rows" > 0)
) STRICT;
