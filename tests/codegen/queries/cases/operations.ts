// Each operation.
export async function operations(prisma: any, teamId: number, rows: any[]) {
  await prisma.deal.findUniqueOrThrow({ where: { id: 1 } });
  await prisma.deal.findFirstOrThrow({ where: { teamId } });
  await prisma.deal.create({ data: { title: "x", amount: 1, team: { connect: { id: teamId } } } });
  await prisma.deal.createMany({ data: rows, skipDuplicates: true });
  await prisma.deal.createMany({ data: [{ teamId, title: "x", amount: 1 }, { teamId, title: "y", amount: 2 }] });
  await prisma.deal.createManyAndReturn({ data: rows.map((row) => ({ teamId, title: row.title })) });
  await prisma.deal.update({ where: { id: 1, teamId }, data: { amount: { increment: 1 } } });
  await prisma.deal.updateMany({ where: { teamId }, data: { status: "LOST" } });
  await prisma.member.upsert({
    where: { teamId_email: { teamId, email: "a@x" } },
    create: { teamId, email: "a@x", deals: { create: { title: "x" } } },
    update: {},
  });
  await prisma.deal.delete({ where: { id: 1 } });
  await prisma.deal.deleteMany({});
  await prisma.deal.deleteMany({ where: { id: { in: rows } } });
  await prisma.deal.count({ where: { teamId } });
  await prisma.deal.aggregate({ _sum: { amount: true } });
  await prisma.deal.groupBy({ by: ["status"], where: { teamId }, _count: true });
}
