// What a type that is written out says: which names a key can have, which keys an object.
import { z } from "zod";
import type { Owned, Side } from "./shared/types";

enum Date_ {
  Created = "createdAt",
  Closed = "closedAt",
}
const FIELDS = ["title", "status"] as const;
const LABELS = { title: "Title", amount: "Amount" };
const search = z.object({ by: z.enum(["title", "status"]).default("title"), teamId: z.number(), open: z.boolean().optional() });
type Field = (typeof FIELDS)[number];
type Search = z.infer<typeof search>;
interface Asked extends Owned {
  side: Side;
  title?: string;
}

export async function keys(
  prisma: any,
  date: Date_,
  { by, teamId, open }: Search,
  asked: Asked,
  given: { side: Side },
  text: string,
  label: string,
) {
  await prisma.deal.findMany({ where: { [date]: null } });
  await prisma.deal.findMany({ where: { teamId, [by]: text } });
  const field: Field = choose(text);
  await prisma.deal.findMany({ where: { [field]: { contains: text } } });
  await prisma.deal.findMany({ where: { [label as keyof typeof LABELS]: 1 } });
  await prisma.deal.findMany({ where: { [given.side]: 1 } });
  await prisma.deal.findMany({ where: { [text]: open } });
}

export async function objects(prisma: any, where: { teamId: number; title?: string }, asked: Asked, by: Search) {
  await prisma.deal.findMany({ where });
  const { side, ...rest } = asked;
  await prisma.deal.findFirst({ where: rest });
  await prisma.deal.count({ where: asked.title ? { title: asked.title } : {} });
  await prisma.deal.updateMany({ where: { ...owned(asked), id: by.teamId }, data: { amount: 0 } });
}

function owned(owner: Owned) {
  return owner;
}

export async function taken(prisma: any, given: Search, asked: Asked, before: Date) {
  const { by = "title" } = given || {};
  await prisma.deal.findMany({ where: { teamId: 1, [by]: "x" } });
  const between = { teamId: asked.teamId, ownerId: { in: [1] }, amount: { gt: 1 } };
  await prisma.deal.findMany({ where: { ...between, [by]: { ...(between as any)[by], gt: "x" } } });
  const { side } = asked;
  await prisma.deal.findMany({ where: { [side]: 1 } });
}

// Types that say too little.
export async function open(
  prisma: any,
  any: object,
  none: {},
  by: Record<string, string>,
  filter: Prisma.DealWhereInput,
  maybe: { teamId: number; createdAt: Prisma.DateTimeFilter },
  listed: { [key: string]: number },
) {
  await prisma.deal.findMany({ where: any });
  await prisma.deal.findMany({ where: none });
  await prisma.deal.findMany({ where: by });
  await prisma.deal.findMany({ where: filter });
  await prisma.deal.findMany({ where: maybe });
  await prisma.deal.findMany({ where: listed });
}
