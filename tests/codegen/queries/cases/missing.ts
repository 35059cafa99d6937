// What is taken out of something that may be missing, and of lists made of others.
function since(days: number | null) {
  if (!days) return null;
  const filter = { createdAt: { gte: new Date(days) } };
  return { filter, since: days };
}
function filtered(by: { path: string; value: number }[]) {
  const all = by.map((one) => ({ amount: one.value }));
  if (all.length === 1) return all[0];
  return { AND: all };
}

export async function missing(prisma: any, days: number | null, by: { path: string; value: number }[]) {
  const found = since(days);
  await prisma.deal.findMany({ where: { teamId: 1, ...(found?.filter ?? {}) } });
  await prisma.deal.findMany({ where: { teamId: 1, ...found?.filter } });
  await prisma.deal.findMany({ where: found!.filter });
  let member = null;
  if (days) member = await prisma.member.findFirst();
  await prisma.deal.findUnique({ where: { id: member.id } });
  await prisma.deal.findMany({ where: { ownerId: member?.id } });
  await prisma.deal.findMany({ where: { teamId: 1, ...filtered(by) } });
}

// A relation that a helper answers with `false` for: Prisma Client refuses that one.
const membership = (open: boolean) => (open ? { isAdmin: true } : false);
export const owned = (prisma: any, open: boolean) => prisma.deal.findMany({ where: { owner: membership(open) } });
