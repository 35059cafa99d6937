import { prisma, Stage } from "./db";

export class Reads {
  byId = (id: number) => prisma.account.findUnique({ where: { id } });
  byEmail(email: string) {
    return prisma.account.findUniqueOrThrow({ where: { email } });
  }
  byEmailAndStage(email: string) {
    return prisma.account.findUnique({ where: { email, stage: Stage.LOST, name: { not: "x" } } });
  }
  byNick(nick: string | null) {
    return prisma.account.findFirst({ where: { nick } });
  }
  first(name: string) {
    return prisma.account.findFirst({ where: { name }, orderBy: { createdAt: "desc" } });
  }
  all() {
    return prisma.account.findMany();
  }
  inOrder(take: number) {
    return prisma.account.findMany({ orderBy: { score: "asc" }, take });
  }
  inOrderDown() {
    return prisma.account.findMany({ orderBy: { score: { sort: "desc", nulls: "first" } }, take: 3 });
  }
  inTwoDirections() {
    return prisma.account.findMany({ orderBy: [{ level: "asc" }, { name: "desc" }], take: 5 });
  }
  range(from: Date, to: Date) {
    return prisma.account.findMany({
      where: { isActive: true, createdAt: { gte: from, lt: to } },
      orderBy: { createdAt: "desc" },
    });
  }
  below(score: number) {
    return prisma.account.findMany({ where: { score: { lt: score } } });
  }
  starting(prefix: string) {
    return prisma.account.findMany({ where: { name: { startsWith: prefix } } });
  }
  named() {
    return prisma.account.findMany({ where: { name: { not: null } } });
  }
  among(ids: number[], emails: string[]) {
    return [
      prisma.account.findMany({ where: { id: { in: ids } } }),
      prisma.account.findMany({ where: { email: { in: emails }, isActive: true } }),
      prisma.account.findMany({ where: { name: { notIn: emails } }, take: 2 }),
      prisma.account.findMany({ where: { stage: { in: ["OPEN", "WON"] } }, orderBy: { level: "asc" } }),
    ];
  }
  counted(stage: Stage, level: number) {
    return prisma.account.count({ where: { stage, level: { gt: level }, big: 5n } });
  }
  withRows(id: number, take: number) {
    return prisma.account.findUnique({
      where: { id },
      include: {
        profile: true,
        groups: true,
        notes: { where: { rank: { not: null } }, orderBy: { rank: "desc" }, take },
        _count: { select: { notes: true, groups: true } },
      },
    });
  }
  selected() {
    return prisma.note.findMany({
      select: { title: true, account: { select: { email: true } }, reviewer: { include: { profile: true } } },
    });
  }
  staying() {
    return prisma.stay.findMany({ where: { room: null }, include: { seat: { select: { taken: true } } } });
  }
  seat(room: string, place: number) {
    return prisma.seat.findUnique({ where: { room_place: { room, place } }, include: { stays: true } });
  }
  without() {
    return prisma.profile.findMany({ omit: { bio: true } });
  }
}

export const byItsOnlyKey = (id?: number) => prisma.account.findUnique({ where: { ...(id ? { id } : {}) } });

export const byOneOfItsKeys = (id?: number, email?: string) =>
  prisma.account.findUnique({ where: id ? { id } : { email } });
