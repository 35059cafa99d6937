// What an index can put in order, and what it can't.
const ORDER = { newest: { createdAt: "desc" } } as const;
export async function ordered(prisma: any, teamId: number, key: string, dir: "asc" | "desc") {
  await prisma.deal.findMany({ where: { teamId }, orderBy: { amount: "desc" }, take: 10 });
  await prisma.deal.findMany({ where: { teamId }, orderBy: [{ status: "asc" }, { amount: "asc" }] });
  await prisma.deal.findMany({ where: { teamId }, orderBy: [{ status: "asc" }, { amount: "desc" }] });
  await prisma.deal.findMany({ where: { teamId }, orderBy: { [key]: dir } });
  await prisma.deal.findMany({ where: { teamId }, orderBy: { amount: dir } });
  await prisma.deal.findMany({ where: { teamId }, orderBy: { closedAt: { sort: "desc", nulls: "last" } } });
  await prisma.deal.findMany({ where: { teamId }, orderBy: { owner: { email: "asc" } } });
  await prisma.deal.findMany({ where: { teamId }, orderBy: ORDER.newest });
  await prisma.deal.findMany({ where: { amount: { gt: 1 } }, orderBy: { amount: "asc" }, take: 1 });
  await prisma.deal.findMany({ where: { amount: { gt: 1 } }, orderBy: { title: "asc" } });
  await prisma.deal.findFirst({ orderBy: { id: "desc" } });
}
