// What is no code is passed over.
export async function broken(prisma: any {
  await prisma.deal.findMany({ where: { teamId: 1 } });
  await prisma.deal.findMany({ where: { teamId: , amount: 2 } });
  }}}
  await prisma.note.count(
