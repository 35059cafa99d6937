import { Injectable } from "@nestjs/common";
import type { PrismaService } from "./prisma.service";

type Counted = "lead" | "booking" | "contact";

@Injectable()
export class ReportsService {
  constructor(private readonly prisma: PrismaService) {}

  byStatus(subAccountId: string) {
    return this.prisma.lead.groupBy({
      by: ["status"],
      where: { subAccountId },
      _count: { _all: true },
      _sum: { dealValue: true },
    });
  }

  subAccounts() {
    return this.prisma.subAccount.findMany({ orderBy: { name: "asc" } });
  }

  openIncidents() {
    return this.prisma.securityIncident.count();
  }

  /** Which table is counted, a value says. */
  count(name: Counted, subAccountId: string) {
    const client = this.prisma as unknown as Record<Counted, { count(args: object): Promise<number> }>;
    return client[name].count({ where: { subAccountId } });
  }

  revenue(subAccountId: string) {
    return this.prisma.$queryRaw<{ month: Date; won: number }[]>`
      select date_trunc('month', "updatedAt") as month, sum("dealValue") as won
      from "Lead" where "subAccountId" = ${subAccountId}::uuid and status = 'won' group by 1 order by 1`;
  }
}
