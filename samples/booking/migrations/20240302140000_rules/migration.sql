-- What Prisma's schema language has no words for.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE "Company" ADD CONSTRAINT "Company_seats_check" CHECK ("seats" BETWEEN 1 AND 500);
ALTER TABLE "Room" ADD CONSTRAINT "Room_capacity_check" CHECK ("capacity" > 0);
ALTER TABLE "Room" ADD CONSTRAINT "Room_price_check" CHECK ("pricePerHour" >= 0 AND "pricePerHour" < 100000);
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_order_check" CHECK ("startsAt" < "endsAt");

-- A name of a room is free again once the room is archived.
CREATE UNIQUE INDEX "Room_name_open_key" ON "Room"("companyId", lower("name")) WHERE "archivedAt" IS NULL;

-- One booking on hold a company.
CREATE UNIQUE INDEX "Booking_held_key" ON "Booking"("companyId") WHERE "state" = 'HELD';

-- No room twice at one time.
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_no_overlap" EXCLUDE USING gist (
    "roomId" WITH =,
    tsrange("startsAt", "endsAt") WITH &&
) WHERE ("state" <> 'CANCELLED');

ALTER TABLE "Booking" ADD COLUMN "minutes" INTEGER
    GENERATED ALWAYS AS ((EXTRACT(EPOCH FROM ("endsAt" - "startsAt")) / 60)::integer) STORED;

CREATE FUNCTION record_booking_change() RETURNS trigger AS $$
BEGIN
    INSERT INTO "BookingChange" ("bookingId", "state") VALUES (NEW."id", NEW."state"::text);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER booking_change AFTER INSERT OR UPDATE OF "state" ON "Booking"
    FOR EACH ROW EXECUTE FUNCTION record_booking_change();

-- Dropped again, see 20240920100000_tidy.
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_note_check" CHECK (char_length("note") <= 280);
CREATE TRIGGER room_guard BEFORE DELETE ON "Room" FOR EACH ROW EXECUTE FUNCTION record_booking_change();
