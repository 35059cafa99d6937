// undefined drops a condition.
export async function mayBeUndefined(prisma: any, session: Session, team?: number, { owner }: { owner?: number } = {}) {
  await prisma.deal.deleteMany({ where: { teamId: team } });
  await prisma.deal.updateMany({ where: { ownerId: owner }, data: { amount: 0 } });
  await prisma.deal.findFirst({ where: { ownerId: session?.user?.id } });
}
