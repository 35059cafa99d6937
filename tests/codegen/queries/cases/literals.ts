// Operators as they are written.
export async function literals(prisma: any, teamId: number) {
  await prisma.deal.findMany({ where: { teamId, status: "OPEN" } });
  await prisma.deal.findMany({ where: { teamId: { equals: teamId }, amount: { gte: 10, lt: 20 } } });
  await prisma.deal.findMany({ where: { id: { in: [1, 2, 3] } } });
  await prisma.deal.findMany({ where: { status: { not: "LOST" }, title: { contains: "x", mode: "insensitive" } } });
  await prisma.deal.findMany({ where: { tags: { has: "hot" }, meta: { path: ["a"], equals: 1 } } });
  await prisma.deal.findMany({ where: { closedAt: null } });
  await prisma.deal.findMany({ where: { closedAt: { not: null } } });
  await prisma.member.findUnique({ where: { teamId_email: { teamId, email: "a@x" } } });
}
