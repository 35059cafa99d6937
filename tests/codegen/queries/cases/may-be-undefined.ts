// undefined drops a condition.
export async function mayBeUndefined(prisma: any, session: Session, team?: number, { owner }: { owner?: number } = {}) {
  await prisma.deal.deleteMany({ where: { teamId: team } });
  await prisma.deal.updateMany({ where: { ownerId: owner }, data: { amount: 0 } });
  await prisma.deal.findFirst({ where: { ownerId: session?.user?.id } });
}

// What the code around has made sure of is there.
export async function sure(
  prisma: any,
  given: { team?: number; owner?: number | null; take?: number },
  { title, amount = 5 }: { title?: string; amount?: number },
  id?: number,
) {
  if (id) await prisma.deal.findFirst({ where: { id, teamId: 1 } });
  const { team, owner } = given;
  await prisma.deal.findMany({ where: { teamId: team }, take: given.take });
  await prisma.deal.findMany({ where: { amount, status: "OPEN" }, take: id ? undefined : 10 });
  const found = given.owner ? await prisma.deal.count({ where: { ownerId: given.owner } }) : 0;
  owner !== undefined && (await prisma.deal.count({ where: { ownerId: owner } }));
  owner !== null && (await prisma.deal.count({ where: { ownerId: owner } }));
  if (typeof title === "string" && found) await prisma.deal.count({ where: { title } });
  if (title == null || title.length > 100) return;
  if (team || owner) await prisma.deal.count({ where: { teamId: team, title } });
  if (!team) throw new Error("no team");
  let where;
  if (found) where = { status: "OPEN" };
  if (where) await prisma.deal.count({ where: { ...where, teamId: team } });
  await Promise.all([1, 2].map((one) => prisma.deal.findMany({ where: { teamId: team, amount: one }, take: given.take ?? 10 })));
}
