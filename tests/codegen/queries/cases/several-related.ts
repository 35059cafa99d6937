// Conditions on a related row that are one of several: what all of them say holds, the rest may.
const ofTeam = (id?: number) => (id ? { slug: "a", id } : { slug: "a", name: "b" });

export async function related(prisma: any, id: number | undefined, admin: boolean) {
  await prisma.deal.findMany({ where: { team: ofTeam(id) } });
  await prisma.deal.findMany({ where: { owner: admin ? { isAdmin: true } : null } });
  await prisma.deal.findMany({ where: { owner: admin ? { isAdmin: true } : undefined } });
  await prisma.deal.findMany({ where: { owner: { is: admin ? { isAdmin: true } : null } } });
  await prisma.deal.findMany({ where: { notes: { some: admin ? { text: "a", alias: "b" } : { text: "c" } } } });
  await prisma.deal.findMany({ where: { notes: admin ? { some: { text: "a" } } : { every: { text: "a" } } } });
}
