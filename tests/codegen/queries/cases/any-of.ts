// OR: each branch needs its own way in.
export async function anyOf(prisma: any, teamId: number, ids: number[], term?: string) {
  await prisma.deal.findMany({ where: { OR: [{ teamId }, { ownerId: 1 }] } });
  await prisma.deal.findMany({ where: { OR: [{ teamId }, { title: { contains: "x" } }] } });
  await prisma.deal.findMany({ where: { teamId, OR: [{ ownerId: 1 }, { ownerId: null }] } });
  await prisma.deal.findMany({ where: { OR: ids.map((id) => ({ ownerId: id })) } });
  await prisma.deal.findMany({ where: { OR: [...ids.map((id) => ({ ownerId: id })), { teamId }] } });
  await prisma.deal.findMany({ where: { teamId, OR: term ? [{ title: term }] : undefined } });
  await prisma.deal.findMany({ where: { NOT: { ownerId: 1 } } });
  await prisma.deal.findMany({ where: { NOT: [{ ownerId: 1 }, { status: "LOST" }] } });
}
