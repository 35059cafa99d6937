import { Injectable } from "@nestjs/common";
import type { AccountType } from "../generated/prisma/client";
import type { PrismaService } from "./prisma.service";

@Injectable()
export class AuthService {
  constructor(private readonly prisma: PrismaService) {}

  user(email: string) {
    return this.prisma.user.findMany({ where: { email } });
  }

  async attempt(email: string, accountType: AccountType, success: boolean, ipAddress: string) {
    await this.prisma.authAttempt.create({ data: { email, accountType, success, ipAddress } });
    if (success) {
      await this.prisma.accountLockout.deleteMany({ where: { email, accountType } });
    }
  }

  recent(email: string, accountType: AccountType, since: Date) {
    return this.prisma.authAttempt.count({ where: { email, accountType, createdAt: { gte: since }, success: false } });
  }

  rotate(
    tokenHash: string,
    next: { userId: number; accountType: AccountType; tokenHash: string; familyId: string; expiresAt: Date },
  ) {
    return this.prisma.$transaction([
      this.prisma.refreshToken.delete({ where: { tokenHash } }),
      this.prisma.refreshToken.create({ data: next }),
    ]);
  }

  revokeFamily(familyId: string) {
    return this.prisma.refreshToken.deleteMany({ where: { familyId } });
  }

  passwords(userId: number) {
    return this.prisma.passwordHistory.findMany({
      where: { userId },
      orderBy: { createdAt: "desc" },
      take: 5,
      select: { passwordHash: true },
    });
  }
}
