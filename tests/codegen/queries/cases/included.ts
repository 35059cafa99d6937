// Related rows that are read with a row.
const withNotes = { notes: { take: 3, orderBy: { id: "desc" }, where: { text: "x" } } };
export async function included(prisma: any, teamId: number, deep: boolean) {
  await prisma.deal.findMany({ where: { teamId }, include: { owner: true, ...withNotes } });
  await prisma.team.findUnique({
    where: { id: teamId },
    select: { name: true, members: { select: { email: true, deals: { include: { notes: deep } } } }, _count: { select: { deals: true } } },
  });
  await prisma.team.findMany({ include: { _count: true, deals: deep && { take: 2 } }, omit: { name: true } });
  await prisma.deal.findMany({ where: { teamId }, include: unknownInclude });
}
