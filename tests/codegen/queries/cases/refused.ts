// What Prisma Client would refuse is in no call that works: keys of another model, in a helper for several.
type Kind = "deal" | "member";
const KEYS = { deal: "ownerId", member: "nickname" };

const searched = (kind: Kind, term: string) => ({
  OR: [{ id: 1 }, kind === "deal" ? { title: { contains: term } } : { nickname: term }],
  ...(kind === "deal" ? { status: "OPEN" } : {}),
});
const whole = (kind: Kind, teamId: number) => (kind === "deal" ? { teamId, amount: 1 } : { teamId, email: "a" });

export async function refused(prisma: any, kind: Kind, term: string, other: string) {
  await prisma.deal.findMany({ where: searched("deal", term) });
  await prisma.member.findMany({ where: searched("member", term) });
  await prisma.deal.findMany({ where: whole("deal", 1) });
  await prisma.member.findFirst({ where: whole("member", 1) });
  await prisma.deal.findMany({ where: { [KEYS[kind]]: 1 } });
  await prisma.deal.findMany({ where: { [(KEYS as any)[other]]: 1 } });
  // Nothing else is left: the schema is another one.
  await prisma.deal.findMany({ where: { colour: "red" } });
  await prisma.deal.findMany({ where: { [term ? "colour" : "size"]: 1 } });
  await prisma.deal.findMany({ where: { OR: [{ colour: "red" }] } });
}
