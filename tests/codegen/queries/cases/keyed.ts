// A delegate that a value chooses.
const MODEL = "deal";
export async function keyed(prisma: PrismaClient, name: "deal" | "note") {
  await prisma[MODEL].count();
  await prisma[name].findMany();
  const delegate = prisma[name];
  await delegate.count();
}
