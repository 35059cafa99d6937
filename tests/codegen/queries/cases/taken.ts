// How many documents a limit lets a call read, over several ranges.
export async function taken(prisma: any, teamId: number, ids: number[], closed: Date) {
  await prisma.deal.findMany({ where: { ownerId: { in: ids } }, take: 10 });
  await prisma.deal.findFirst({ where: { ownerId: { in: ids } } });
  await prisma.deal.findMany({ where: { OR: [{ teamId }, { ownerId: 1, closedAt: { gt: closed } }] }, take: 10 });
  await prisma.deal.findFirst({ where: { OR: ids.map((id) => ({ ownerId: id })) } });
  await prisma.deal.findMany({ where: { OR: [{ teamId, title: { contains: "x" } }, { ownerId: 1 }] }, take: 10 });
  await prisma.deal.findMany({ where: { OR: [{ teamId }, { ownerId: 1 }], NOT: { status: "LOST" } }, take: 10 });
  await prisma.deal.findMany({ where: { team: { slug: "a" } }, take: 10 });
}
