// What stands in a key is built step by step: ranges, lists of AND, keys that are computed.
export async function inside(prisma: any, teamId: number, from?: Date, to?: Date, open?: boolean, ids?: number[]) {
  const ranged: Prisma.DealWhereInput = { teamId };
  if (from || to) {
    ranged.createdAt = {};
    if (from) ranged.createdAt.gte = from;
    if (to) (ranged.createdAt as Prisma.DateTimeFilter).lte = to;
  }
  await prisma.deal.findMany({ where: ranged });

  const listed: Prisma.DealWhereInput = { teamId, AND: [] };
  listed.AND.push({ status: "OPEN" });
  if (open) listed.AND!.push({ ownerId: null }, { amount: { gt: 5 } });
  await prisma.deal.findMany({ where: listed });

  const later: Prisma.DealWhereInput = { teamId };
  if (open) {
    if (!later.AND) later.AND = [];
    (later.AND as Prisma.DealWhereInput[]).push({ OR: [{ status: "WON" }, { amount: 0 }] });
  }
  await prisma.deal.findMany({ where: later });

  const query = { where: { teamId, owner: { isAdmin: true } }, take: 10 };
  if (open) query.where["status"] = "OPEN";
  query.where.owner.nickname = null;
  await prisma.deal.findMany(query);

  const chosen: Prisma.DealWhereInput = { teamId };
  const key = open ? "closedAt" : "createdAt";
  chosen[key] = { lt: to };
  await prisma.deal.findMany({ where: chosen });
}

// What can't be followed is told.
export async function lost(prisma: any, teamId: number, key: string, at: "a" | "b") {
  const cut: any = { teamId, AND: [{ status: "OPEN" }] };
  cut.AND.pop();
  await prisma.deal.findMany({ where: cut });

  const gone: any = { teamId, owner: { isAdmin: true } };
  delete gone.owner.isAdmin;
  await prisma.deal.findMany({ where: gone });

  const any: any = { teamId };
  any[key] = 1;
  await prisma.deal.findMany({ where: any });

  const deep: any = { teamId, owner: {} };
  deep[at].x = 1;
  await prisma.deal.findMany({ where: deep });

  const spread: any = { teamId, ...at };
  spread.AND.push({ status: "OPEN" });
  await prisma.deal.findMany({ where: spread });

  const own: any = { teamId, AND: [] };
  own.AND.push(own);
  own.AND = [...own.AND, { status: "OPEN" }];
  await prisma.deal.findMany({ where: own });
}
