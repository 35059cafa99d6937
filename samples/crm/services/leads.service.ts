import { Injectable, NotFoundException } from "@nestjs/common";
import type { Lead, LeadStatus, Prisma } from "../generated/prisma/client";
import { type LeadFilter, leadWhere, NEWEST } from "./filters";
import type { PrismaService } from "./prisma.service";

@Injectable()
export class LeadsService {
  constructor(private readonly prisma: PrismaService) {}

  async get(id: number): Promise<Lead> {
    const lead = await this.prisma.lead.findUnique({
      where: { id },
      include: { contact: { include: { tags: true } }, stage: true },
    });
    if (lead === null) {
      throw new NotFoundException();
    }
    return lead;
  }

  /** One page of the list, by number. */
  async page(filter: LeadFilter, page: number, pageSize: number) {
    const where = leadWhere(filter);
    const [items, total] = await this.prisma.$transaction([
      this.prisma.lead.findMany({ where, orderBy: NEWEST, skip: page * pageSize, take: pageSize }),
      this.prisma.lead.count({ where }),
    ]);
    return { items, total };
  }

  board(subAccountId: string, status: LeadStatus) {
    return this.prisma.lead.findMany({
      where: { subAccountId, status },
      orderBy: { lastMessageAt: "desc" },
      take: 50,
      include: { _count: { select: { messages: true } } },
    });
  }

  ofUser(assigneeId: number) {
    return this.prisma.lead.findMany({ where: { assigneeId, status: { in: ["NEW", "CONTACTED"] } } });
  }

  mostValuable(subAccountId: string) {
    return this.prisma.lead.findFirst({ where: { subAccountId }, orderBy: { dealValue: "desc" } });
  }

  stale(before: Date) {
    return this.prisma.lead.findMany({ where: { lastMessageAt: { lt: before } } });
  }

  unassigned(subAccountId: string) {
    return this.prisma.lead.findMany({
      where: { subAccountId, assigneeId: null },
      orderBy: [{ probability: "desc" }, { id: "asc" }],
    });
  }

  /** Leads of people who carry a tag. */
  tagged(subAccountId: string, tagName: string) {
    return this.prisma.lead.findMany({
      where: { contact: { tags: { some: { subAccountId, tagName } } } },
    });
  }

  silent(subAccountId: string) {
    return this.prisma.lead.findMany({ where: { subAccountId, messages: { none: {} } }, take: 20 });
  }

  create(data: Prisma.LeadUncheckedCreateInput) {
    return this.prisma.lead.create({ data });
  }

  move(id: number, stageId: number) {
    return this.prisma.lead.update({ where: { id }, data: { stageId } });
  }

  reassign(from: number, to: number) {
    return this.prisma.lead.updateMany({ where: { assigneeId: from }, data: { assigneeId: to } });
  }

  /** Without a sub-account, Prisma deletes every lead: the condition falls away. */
  purge(subAccountId?: string) {
    return this.prisma.lead.deleteMany({ where: { subAccountId } });
  }

  /** A thin wrapper: what it asks, its callers say. */
  list(args: Prisma.LeadFindManyArgs) {
    return this.prisma.lead.findMany(args);
  }
}
