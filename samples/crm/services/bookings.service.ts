import { Injectable } from "@nestjs/common";
import type { BookingStatus, Prisma } from "../generated/prisma/client";
import type { PrismaService } from "./prisma.service";

@Injectable()
export class BookingsService {
  constructor(private readonly prisma: PrismaService) {}

  week(subAccountId: string, from: Date, to: Date) {
    return this.prisma.booking.findMany({
      where: { subAccountId, startsAt: { gte: from, lt: to } },
      orderBy: { startsAt: "asc" },
      include: { attendees: true, host: { select: { name: true } } },
    });
  }

  async isFree(hostId: number, startsAt: Date) {
    return (await this.prisma.booking.findUnique({ where: { hostId_startsAt: { hostId, startsAt } } })) === null;
  }

  /** Two ways to be in it. */
  mine(userId: number) {
    return this.prisma.booking.findMany({ where: { OR: [{ hostId: userId }, { createdById: userId }] } });
  }

  async filtered(subAccountId: string, status?: BookingStatus, hosts: number[] = []) {
    const where: Prisma.BookingWhereInput = { subAccountId };
    if (status) {
      where.status = status;
    }
    if (hosts.length > 0) {
      where.hostId = { in: hosts };
    }
    return this.prisma.booking.findMany({ where, orderBy: { startsAt: "desc" }, take: 25 });
  }

  sorted(subAccountId: string, column: "startsAt" | "title", direction: Prisma.SortOrder) {
    return this.prisma.booking.findMany({ where: { subAccountId }, orderBy: { [column]: direction } });
  }

  async confirm(id: string) {
    return this.prisma.$transaction(async (tx) => {
      const booking = await tx.booking.update({ where: { id }, data: { status: "CONFIRMED" } });
      await fetch("https://calendar.example.com/events", { method: "POST", body: JSON.stringify(booking) });
      return booking;
    });
  }

  cancelPast(now: Date) {
    return this.prisma.booking.updateMany({
      where: { status: "PENDING", endsAt: { lt: now } },
      data: { status: "NO_SHOW" },
    });
  }
}
