// Conditions on related rows.
export async function related(prisma: any, teamId: number) {
  await prisma.deal.findMany({ where: { team: { id: teamId } } });
  await prisma.deal.findMany({ where: { team: { is: { slug: "a" } } } });
  await prisma.deal.findMany({ where: { owner: null } });
  await prisma.deal.findMany({ where: { owner: { isNot: null } } });
  await prisma.team.findMany({ where: { members: { some: { email: "a@x" } } } });
  await prisma.team.findMany({ where: { members: { some: { id: 4 } } } });
  await prisma.team.findMany({ where: { members: { none: {} } } });
  await prisma.team.findFirst({ where: { slug: "a", members: { every: { isAdmin: true } } } });
  await prisma.note.findMany({ where: { deal: { team: { id: teamId } } } });
}
