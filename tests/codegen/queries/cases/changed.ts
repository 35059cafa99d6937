// A condition that is built step by step.
export async function changed(prisma: any, teamId: number, open: boolean, names: string[]) {
  const where: any = { teamId };
  where.amount = { gt: 5 };
  if (open) where.status = "OPEN";
  await prisma.deal.findMany({ where });

  let other: any = {};
  other = { teamId };
  await prisma.deal.findMany({ where: other });

  let sometimes: any = { teamId };
  if (open) sometimes = { ...sometimes, status: "OPEN" };
  await prisma.deal.findMany({ where: sometimes });

  const and: any[] = [{ teamId }];
  if (open) and.push({ status: "OPEN" });
  for (const name of names) and.push({ title: name });
  await prisma.deal.findMany({ where: { AND: and } });

  const loop: any = { teamId };
  loop.AND = [loop];
  await prisma.deal.findMany({ where: loop });

  const handed: any = { teamId };
  addMore(handed);
  await prisma.deal.findMany({ where: handed });

  const gone: any = { teamId, status: "OPEN" };
  delete gone.status;
  await prisma.deal.findMany({ where: gone });

  const merged: any = { teamId };
  Object.assign(merged, { status: "OPEN" });
  await prisma.deal.findMany({ where: merged });
}
