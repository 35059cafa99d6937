// Every way to the client that a type checker can follow, and what only looks like one.
import { type Prisma, PrismaClient } from "./generated/client";

declare const adapter: ConstructorParameters<typeof PrismaClient>[0];
export const prisma = new PrismaClient(adapter);
const extended = prisma.$extends({ name: "nothing" });
type Tx = Prisma.TransactionClient;

export class Wrapped {
  readonly client = prisma;
  private readonly notes = prisma.note;

  run(id: number) {
    return this.client.deal.findUnique({ where: { id } });
  }
  kept() {
    return this.notes.count();
  }
}
const wrapped = new Wrapped();

export async function reach(ctx: { prisma: PrismaClient }, tx?: Tx, deals: Prisma.DealDelegate = prisma.deal) {
  await (tx ?? prisma).deal.count();
  await ctx.prisma.team.findMany<{ take: 1 }>({ take: 1 });
  await extended.member.findFirst();
  await wrapped.client.note.count();
  await prisma["deal"].count();
  await prisma.deal["count"]();
  await deals.aggregate({ _sum: { amount: true } });
  const { team } = prisma;
  await team.count();
  const members = prisma.member;
  await members.groupBy({ by: ["teamId"] });
  await prisma.$transaction(async (inner) => {
    await inner.note.create({ data: { text: "x", dealId: 1 } });
    await Promise.all([1, 2].map((id) => inner.note.delete({ where: { id } })));
  });
  await prisma.$transaction([prisma.deal.updateMany({ data: { amount: 1 } }), prisma.deal.deleteMany()]);
  return prisma.deal
    .findMany({ where: { teamId: 1 } })
    .then((found) => found.length);
}

// ---- what is no client ----

interface Caller {
  deal: { findMany(args: object): Promise<string[]>; create(name: string): void; update(id: number, to: object): void };
}
export function notOurs(caller: Caller, trpcClient: { trpc: Caller }, store: { team: Map<string, number>; note: Caller["deal"] }) {
  void caller.deal.findMany({ where: { a: 1 } });
  void trpcClient.trpc.deal.findMany({});
  store.team.delete("x");
  store.note.create("x");
  store.note.update(1, {});
  return "prisma.deal.count()";
}
