ALTER TABLE "Booking" ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_bookings ON "Booking"
    USING ("companyId" = current_setting('app.company_id'));

CREATE VIEW "RoomUse" AS
    SELECT "roomId", count(*) AS bookings, sum("minutes") AS minutes
    FROM "Booking"
    WHERE "state" = 'CONFIRMED'
    GROUP BY "roomId";

CREATE INDEX "Booking_open_idx" ON "Booking"("endsAt") WHERE "state" <> 'CANCELLED';
