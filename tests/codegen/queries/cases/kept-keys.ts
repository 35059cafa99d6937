// Keys that a library's function takes away, or keeps.
import _, { omit, pick } from "lodash";
import omitOf from "lodash/omit";
import { omit as own } from "./elsewhere";

export async function kept(prisma: any, args: { where: { id: number }; data: { title?: string }; note: string }, keys: string[]) {
  await prisma.deal.update(omit(args, ["note"]));
  await prisma.deal.findMany({ where: pick({ teamId: 1, ownerId: 2 }, ["teamId"]) });
  await prisma.deal.findMany({ where: _.omit({ teamId: 1, ownerId: 2 }, "teamId") });
  await prisma.deal.findMany({ where: omitOf({ teamId: 1, ownerId: 2 }, ["ownerId"]) });
  await prisma.deal.findMany({ where: omit({ teamId: 1, ownerId: 2 }, keys) });
  await prisma.deal.findMany({ where: own({ teamId: 1, ownerId: 2 }, ["teamId"]) });
}

// A part that may be missing: none of its keys is certain.
export async function parts(prisma: any, args: { where?: { teamId: number; team?: { slug: string } | null } | null }) {
  await prisma.deal.findMany({ where: { ...args.where, amount: 1 } });
  await prisma.deal.findMany({ where: { team: { ...args.where?.team, name: "a" } } });
}
