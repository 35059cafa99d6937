// A thin wrapper is as its callers call it.
export class DealsService {
  constructor(private prisma: PrismaService) {}
  deals(params: Prisma.DealFindManyArgs) {
    return this.prisma.deal.findMany(params);
  }
  pick({ where, take }: { where?: Prisma.DealWhereInput; take?: number }) {
    return this.prisma.deal.findMany({ where, take, orderBy: { amount: "asc" } });
  }
  never(where: Prisma.DealWhereInput) {
    return this.prisma.deal.findMany({ where });
  }
}
class Controller {
  constructor(private readonly dealsService: DealsService) {}
  one(teamId: number) {
    return this.dealsService.deals({ where: { teamId }, take: 5 });
  }
  two(args: Prisma.DealFindManyArgs) {
    return this.dealsService.deals(args);
  }
  three(teamId: number) {
    return this.dealsService.pick({ where: { teamId, status: "OPEN" } });
  }
}
