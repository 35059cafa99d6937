// Spreads, conditions, and keys that all branches have.
export async function spreads(prisma: any, teamId: number, open: boolean, owner?: number) {
  const base = { teamId };
  await prisma.deal.findMany({ where: { ...base, ...(open && { status: "OPEN" }) } });
  await prisma.deal.findMany({ where: { ...base, ...(open ? { status: "OPEN" } : {}) } });
  await prisma.deal.findMany({ where: open ? { teamId, status: "OPEN" } : { teamId } });
  await prisma.deal.findMany({ where: { teamId, ownerId: open ? 1 : undefined } });
  await prisma.deal.findMany({ where: { teamId, ownerId: open ? 1 : 2 } });
  await prisma.deal.findMany({ where: { ...base, ...filters } });
  await prisma.deal.findMany({ where: { teamId, [open ? "a" : "b"]: 1 } });
}
