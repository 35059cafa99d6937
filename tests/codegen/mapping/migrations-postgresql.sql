CREATE TABLE "Account" (
  "id" SERIAL PRIMARY KEY,
  "email" TEXT NOT NULL,
  "balance" INTEGER NOT NULL CHECK ("balance" >= 0),
  "state" TEXT NOT NULL,
  "opened" TIMESTAMP(3) NOT NULL,
  "closed" TIMESTAMP(3),
  "total" INTEGER GENERATED ALWAYS AS ("balance" * 2) STORED,
  "shelf" INTEGER NOT NULL,
  CONSTRAINT "state_known" CHECK ("state" IN ('open', 'closed')),
  CONSTRAINT "in_order" CHECK ("closed" IS NULL OR "closed" > "opened"),
  "plan" TEXT NOT NULL CONSTRAINT "plan_known" CHECK ("plan" IN ('pro', 'free')),
  CONSTRAINT "never_null" CHECK ("opened" IS NOT NULL),
  CONSTRAINT "by_a_function" CHECK (is_email("email")),
  CONSTRAINT "dropped_later" CHECK ("shelf" > 0)
);
CREATE UNIQUE INDEX "open_email" ON "Account"("email") WHERE "state" = 'open';
CREATE UNIQUE INDEX "any_case" ON "Account"(lower("email"));
CREATE UNIQUE INDEX "gone" ON "Account"("shelf") WHERE "closed" IS NULL;
ALTER TABLE "Account" ADD CONSTRAINT "one_shelf" EXCLUDE USING gist ("shelf" WITH =) WHERE ("closed" IS NULL);
CREATE FUNCTION touch() RETURNS trigger AS $$ BEGIN RETURN NEW; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER touch_account BEFORE UPDATE ON "Account" FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE "Account" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON "Account" USING ("email" = current_user);
CREATE VIEW "rich" AS SELECT * FROM "Account" WHERE "balance" > 1000;
CREATE SEQUENCE invoice_number START 1000;
CREATE DOMAIN email_text AS TEXT CHECK (VALUE LIKE '%@%');
ALTER TABLE "Account" DROP CONSTRAINT "dropped_later";
DROP INDEX "gone";
