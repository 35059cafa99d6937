import { Injectable } from "@nestjs/common";
import type { Prisma } from "../generated/prisma/client";
import type { LeadsService } from "./leads.service";
import type { PrismaService } from "./prisma.service";

@Injectable()
export class ContactsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly leadsService: LeadsService,
  ) {}

  byEmail(subAccountId: string, email: string) {
    return this.prisma.contact.findUnique({ where: { subAccountId_email: { subAccountId, email } } });
  }

  search(subAccountId: string, text: string) {
    return this.prisma.contact.findMany({
      where: {
        subAccountId,
        OR: [
          { firstName: { contains: text, mode: "insensitive" } },
          { lastName: { contains: text, mode: "insensitive" } },
        ],
      },
      orderBy: [{ lastName: "asc" }, { firstName: "asc" }],
      take: 20,
    });
  }

  alphabetical(subAccountId: string, cursor?: string) {
    return this.prisma.contact.findMany({
      where: { subAccountId },
      orderBy: [{ lastName: "asc" }, { firstName: "asc" }],
      take: 100,
      ...(cursor && { cursor: { id: cursor }, skip: 1 }),
    });
  }

  async upsert(subAccountId: string, email: string, firstName: string, tags: string[]) {
    return this.prisma.contact.upsert({
      where: { subAccountId_email: { subAccountId, email } },
      create: {
        subAccountId,
        email,
        firstName,
        tags: {
          create: tags.map((tagName) => ({ tag: { connect: { subAccountId_name: { subAccountId, name: tagName } } } })),
        },
      },
      update: { firstName },
    });
  }

  many(ids: string[]) {
    return this.prisma.contact.findMany({ where: { id: { in: ids } } });
  }

  reachable(subAccountId: string) {
    return this.prisma.contact.findMany({
      where: { subAccountId, optedOutAt: null, NOT: { phone: null } },
      select: { id: true, phone: true },
    });
  }

  withCampaign(value: Prisma.InputJsonValue) {
    return this.prisma.contact.findMany({ where: { customFields: { path: ["campaign"], equals: value } } });
  }

  leadsOf(contactId: string) {
    return this.leadsService.list({ where: { contactId }, orderBy: { id: "desc" } });
  }

  async merge(keep: string, drop: string) {
    await this.prisma.$transaction(async (tx) => {
      await tx.lead.updateMany({ where: { contactId: drop }, data: { contactId: keep } });
      await tx.contactTag.deleteMany({ where: { contactId: drop } });
      await tx.contact.delete({ where: { id: drop } });
    });
  }
}
