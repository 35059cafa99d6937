// What a promise gives to `then`, a key of several fields that callers give, texts with blanks in them.
export async function open(prisma: PrismaClient, id: number) {
  await build(id).then(({ where }) => prisma.deal.findMany({ where }));
  await build(id).then((found) => prisma.deal.findFirst({ where: found.where, orderBy: { id: "asc" } }));
  await prisma.deal.findMany({
    where: { title: { in: ["two  blanks", 'a	tab', `a
line`] }, status:   "OPEN" },
  });
}

async function build(id: number) {
  return { where: { teamId: id } };
}
