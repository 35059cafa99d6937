-- Notes may be long now, and rooms are archived, not deleted.
ALTER TABLE "Booking" DROP CONSTRAINT "Booking_note_check";
DROP TRIGGER room_guard ON "Room";
DROP INDEX "Booking_open_idx";
