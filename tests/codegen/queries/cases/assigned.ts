// What a variable starts as is gone where every way assigns it.
export async function assigned(all: boolean, ids: number[], given?: number) {
  let where: Prisma.DealWhereInput;
  if (all) {
    where = { teamId: 1 };
  } else {
    where = { teamId: 2, id: { in: ids } };
  }
  await prisma.deal.findMany({ where });

  let teamId = all ? given! : undefined;
  if (!teamId || ids.includes(teamId)) {
    if (all) teamId = ids[0];
    else teamId = 2;
  }
  await prisma.deal.findMany({ where: { teamId } });

  let dealId: number | undefined;
  try {
    dealId = await load();
  } catch {
    return;
  }
  await prisma.note.findMany({ where: { dealId } });

  // Some way is left.
  let ownerId: number | undefined;
  if (all) ownerId = 1;
  await prisma.deal.findMany({ where: { teamId: 1, ownerId } });
  let other = all ? 1 : undefined;
  if (!all || !other) {
    if (all) other = 1;
  }
  await prisma.deal.findMany({ where: { teamId: 2, ownerId: other } });
  let last = all ? 1 : undefined;
  if (!last) last = all ? 1 : undefined;
  await prisma.deal.findMany({ where: { teamId: 3, ownerId: last } });
  let later: number | undefined;
  await prisma.deal.findMany({ where: { teamId: 4, ownerId: later } });
  if (all) later = 1;
  else later = 2;
}

// A value of a list is there, as its type says; it may be undefined, as a parameter may.
export async function firstOf(teams: Team[], page: { id: number } | null) {
  const ids = teams.map((team) => team.id);
  await prisma.deal.findMany({ where: { teamId: ids[0] } });
  const { found } = await chosen(teams);
  await prisma.deal.findMany({ where: { teamId: found } });
}
async function chosen(teams: Team[]) {
  const cached = cache.get("team");
  if (cached) return cached;
  let found = await fromCookie();
  if (!found) found = teams.map((team) => team.id)[0];
  return { found };
}
