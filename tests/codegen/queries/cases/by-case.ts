// Conditions that are one of a few sets: each set has its own way in, and the dearest says what it costs.
export async function byCase(by: { type: "id" | "email"; value: any; open: boolean }, id: number, email: string) {
  await prisma.team.findFirst({ where: by.open ? { id } : { name: email } });
  const where = match(by)
    .with({ type: "id" }, () => ({ id }))
    .with({ type: "email" }, () => ({ teamId: id, title: email }))
    .exhaustive();
  await prisma.deal.findFirst({ where });
  await prisma.deal.findMany({ where: { ...(by.open ? { teamId: id } : { ownerId: id }), status: { not: "LOST" } } });
  await prisma.deal.count({ where: by.open ? { teamId: id } : { id } });
  // One of them has none: all rows may be read.
  await prisma.deal.findMany({ where: by.open ? { teamId: id } : {} });
  await prisma.deal.findMany({ where: { ...(by.open && { teamId: id }) } });
  await prisma.deal.findMany({ where: by.open ? { teamId: id } : { title: { contains: email } } });
  // What all have is the way in.
  await prisma.deal.findMany({ where: by.open ? { teamId: id } : { teamId: id, ownerId: 1 } });
}

export async function changed(by: boolean, id: number, query: object) {
  const where = by ? { teamId: id } : { ownerId: id };
  where.status = "OPEN";
  await prisma.deal.findMany({ where });
  const { teamId, ...rest } = by ? { teamId: id, title: "t" } : { teamId: id, ownerId: id };
  await prisma.deal.findMany({ where: rest });
  delete where.teamId;
  await prisma.deal.findMany({ where });
}
