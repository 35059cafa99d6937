// Helpers: their arguments, their branches, their parts.
function byTeam(teamId: number, more: object = {}) {
  return { teamId, ...more };
}
const args = (teamId: number, open: boolean) => {
  const where = { teamId, status: open ? "OPEN" : "WON" };
  if (!open) {
    return { where: { teamId, status: "LOST" }, orderBy: { amount: "desc" } };
  }
  return { where, orderBy: { amount: "desc" } };
};
export async function helpers(prisma: any, teamId: number) {
  await prisma.deal.findMany({ where: byTeam(teamId) });
  await prisma.deal.findMany({ where: byTeam(teamId, { status: "OPEN" }) });
  const { where, orderBy } = args(teamId, true);
  await prisma.deal.findMany({ where, orderBy });
  await prisma.deal.findMany(args(teamId, false));
  await prisma.deal.findMany({ where: unknownHelper(teamId) });
}
