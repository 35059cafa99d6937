// Lists that grow, are mapped by a function with a name, made flat, or taken an item from.
const startsWith = (title: string) => ({ title: { startsWith: title } });

export async function lists(prisma: PrismaClient, titles: string[], more: object[], mine?: number) {
  await prisma.deal.findMany({ where: { OR: titles.map(startsWith) } });

  const parts: object[] = [{ teamId: 1 }];
  parts.push(...owned(mine));
  await prisma.deal.findMany({ where: { AND: parts } });

  const unknown: object[] = [{ teamId: 1 }];
  unknown.push(...more);
  await prisma.deal.findMany({ where: { OR: unknown } });

  const groups = [[{ teamId: 1 }, { amount: 2 }], [{ ownerId: 3 }]];
  await prisma.deal.findMany({ where: { OR: groups.flat() } });
  await prisma.deal.findMany({ where: { AND: groups[0] } });
  await prisma.deal.findMany({ where: { OR: [{ teamId: 1 }].concat(more) } });
}

function owned(mine?: number) {
  return mine ? [{ ownerId: mine }] : [];
}

// Lists that are joined.
export async function joined(prisma: any, ids: number[], others: any) {
  await prisma.deal.findMany({ where: { OR: ids.map((id) => ({ teamId: id })).concat([{ ownerId: 1 }]) } });
  await prisma.deal.findMany({ where: { AND: [{ teamId: 1 }].concat({ ownerId: 2 }) } });
  await prisma.deal.findMany({ where: { AND: [{ teamId: 1 }].concat(others) } });
}
