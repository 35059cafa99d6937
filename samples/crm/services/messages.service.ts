import { Injectable } from "@nestjs/common";
import type { Prisma } from "../generated/prisma/client";
import type { PrismaService } from "./prisma.service";

@Injectable()
export class MessagesService {
  constructor(private readonly prisma: PrismaService) {}

  thread(leadId: number) {
    return this.prisma.conversationMessage.findMany({ where: { leadId }, orderBy: { sentAt: "desc" }, take: 30 });
  }

  last(leadId: number) {
    return this.prisma.conversationMessage.findFirst({ where: { leadId }, orderBy: { sentAt: "desc" } });
  }

  import(rows: Prisma.ConversationMessageCreateManyInput[]) {
    return this.prisma.conversationMessage.createMany({ data: rows, skipDuplicates: true });
  }

  /** Somebody has thought about this one. */
  async fromProviders() {
    // @convex.allow(scans-table, reason: "a job of the night, read page by page on Convex")
    return this.prisma.conversationMessage.findMany({ where: { providerId: { not: "" } } });
  }

  tokens(subAccountId: string) {
    return this.prisma.conversationMessage.aggregate({ where: { subAccountId }, _sum: { tokensUsed: true } });
  }
}
