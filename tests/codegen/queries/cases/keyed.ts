// A delegate that a value chooses.
const MODEL = "deal";
export async function keyed(prisma: PrismaClient, name: "deal" | "note") {
  await prisma[MODEL].count();
  await prisma[name].findMany();
  const delegate = prisma[name];
  await delegate.count();
  const cast = this.prisma[name as string] as any;
  await cast.findFirst({ where: { id: 1 } });
}
export async function handed(rows: StoreDelegate<"findMany">, queue: EventDelegate) {
  await rows.findMany({ where: { id: 1 } });
  queue.create("x", 1);
}
export const paged = {
  async page<T>(this: T, args: object) {
    const model = Prisma.getExtensionContext(this) as any;
    return model.findMany(args);
  },
};
