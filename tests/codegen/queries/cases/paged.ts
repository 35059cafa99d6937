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

// A library for Relay asks for a page, and for nothing else.
export const connection = (prisma: any, teamId: number, page: Page) =>
  findManyCursorConnection(
    (args) => prisma.deal.findMany({ where: { teamId }, orderBy: { id: "asc" }, ...args }),
    () => prisma.deal.count({ where: { teamId } }),
    page,
  );
export const other = (prisma: any, teamId: number) =>
  listed((args) => prisma.deal.findMany({ where: { teamId }, ...args }));
