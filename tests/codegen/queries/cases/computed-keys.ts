// Keys that are computed: one of several names is a condition that may be missing; any name is not told.
export async function computed(
  prisma: PrismaClient,
  by: "createdAt" | "closedAt",
  any: string,
  before: Date,
  isLate: boolean,
) {
  await prisma.deal.findMany({ where: { teamId: 1, [by]: { lt: before } } });
  const operator = isLate ? "lt" : "gt";
  await prisma.deal.findMany({ where: { createdAt: { [operator]: before } } });
  const { field } = due(isLate);
  await prisma.deal.updateMany({ where: { [field]: null }, data: { amount: 0 } });
  await prisma.deal.findMany({ where: { teamId: 1, [any]: before } });
}

function due(isLate: boolean) {
  if (isLate) return { field: "ownerId" };
  return { field: "closedAt" };
}
