// take, skip, cursor.
export async function paged(prisma: any, teamId: number, page: number, cursor?: number) {
  await prisma.deal.findMany({ where: { teamId }, skip: page * 10, take: 10 });
  await prisma.deal.findMany({ where: { teamId }, skip: 0, take: 10 });
  await prisma.deal.findMany({
    where: { teamId },
    take: 10,
    skip: cursor ? 1 : 0,
    cursor: cursor ? { id: cursor } : undefined,
    orderBy: { id: "asc" },
  });
  await prisma.deal.findMany({ distinct: ["ownerId"], where: { teamId }, take: -5 });
}
