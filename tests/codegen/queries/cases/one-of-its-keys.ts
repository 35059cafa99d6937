// A call that Prisma Client refuses without a key has one of those that it may have.
const byId = (id?: number, slug?: string) => (id ? { id } : { slug });

export async function byKey(prisma: any, given: { id?: number; slug?: string }, id: number | undefined) {
  await prisma.team.findUnique({ where: { id: given.id } });
  await prisma.team.findUnique({ where: { ...(given.id ? { id: given.id } : {}) } });
  await prisma.team.update({ where: byId(id, given.slug), data: { name: "a" } });
  await prisma.team.findFirst({ where: byId(id, given.slug) });
  await prisma.member.delete({ where: { ...(id && { teamId_email: { teamId: id, email: "a" } }) } });
  await prisma.deal.findUnique({ where: { ...(id && { amount: id }) } });
}
