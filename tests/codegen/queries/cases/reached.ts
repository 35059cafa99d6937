// Ways to reach the client, and what only looks like it.
import Stripe from "stripe";
const { deal } = prisma;
const notes = prisma.note;
class Deals {
  constructor(private readonly prisma: PrismaService) {}
  all() {
    return this.prisma.deal.findMany();
  }
}
export async function reached(tx: Prisma.TransactionClient, team: Prisma.TeamDelegate, ctx: Ctx, caller: any, stripe: Stripe) {
  await tx.deal.findFirst();
  await (tx ?? prisma).deal.count();
  await getDb().deal.count();
  await ctx.prisma!.deal.count();
  await prisma?.deal.count();
  await prisma["deal"]["count"]();
  await deal.count();
  await notes.count();
  await team.count();
  await (prisma as any).deal.findMany<Row>({});
  await prisma.$extends({}).deal.count();
  await caller.deal.create({ title: "x" });
  await trpc.deal.findMany();
  await stripe.team.create({ email: "a@x" });
  await api.deal.update("1");
  const text = "prisma.deal.count()"; // prisma.deal.count()
}
export const viaType: typeof prisma.deal.findMany = null!;
