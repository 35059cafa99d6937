// Arguments of a written type: the conditions that it allows are known, none of them is certain.
import { z } from "zod";

class TextFilter {
  equals?: string | null;
  in?: string[];
  contains?: string;
}
class ById {
  id: number;
}
class TeamWhere {
  slug?: TextFilter | null;
}
class DealWhere {
  title?: TextFilter | null;
  team?: TeamWhere | null;
  status?: "OPEN" | "WON";
  AND?: DealWhere[];
}
class FindDeals {
  where?: DealWhere | null;
  orderBy?: { title: "asc" | "desc" };
  take?: number | null;
}
class FindDeal {
  where!: ById;
}
interface Nested {
  where: { teamId: number; OR?: Nested["where"][]; NOT?: DealWhere };
}
const page = z.object({ where: z.object({ teamId: z.number(), title: z.string().optional() }) });

export class DealResolver {
  constructor(private readonly prisma: any) {}
  one(args: FindDeal) {
    return this.prisma.deal.findUnique(args);
  }
  many(args: FindDeals) {
    return this.prisma.deal.findMany({ ...args, where: { ...args.where, teamId: 1 } });
  }
  counted({ where }: FindDeals) {
    return this.prisma.deal.count({ where });
  }
  listed(args: Nested) {
    return this.prisma.deal.findMany({ where: args.where });
  }
  paged(args: z.infer<typeof page>) {
    return this.prisma.deal.findMany({ where: args.where });
  }
}

// A wrapper's own type, where its callers tell more; else what it says.
class DealService {
  constructor(private readonly prisma: any) {}
  find(args: FindDeals) {
    return this.prisma.deal.findFirst(args);
  }
}
export const called = (dealService: DealService) => dealService.find({ where: { status: "OPEN" } });
export const passed = (dealService: DealService, args: FindDeals) => dealService.find(args);

// Said too little: a type of Prisma's own, an index signature, what comes from a package.
export const open = (prisma: any, a: { where: Prisma.DealWhereInput }, b: { where: { [key: string]: number } }, c: Elsewhere) => [
  prisma.deal.findMany(a),
  prisma.deal.findMany(b),
  prisma.deal.findMany(c),
];
