// What a transaction holds.
export async function transactions(prisma: any, teamId: number) {
  await prisma.$transaction(async (tx) => {
    await tx.deal.update({ where: { id: 1 }, data: { amount: 1 } });
    await fetch("https://example.com"); // not this: fetch()
    await stripe.refunds.create({});
  });
  await prisma.$transaction([prisma.deal.count(), prisma.note.count()]);
  await prisma.$transaction(work);
}
