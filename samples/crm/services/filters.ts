import type { LeadStatus, Prisma } from "../generated/prisma/client";

export interface LeadFilter {
  subAccountId: string;
  status?: LeadStatus;
  assigneeId?: number;
  search?: string;
}

/** What the board, the list and the export have in common. */
export function leadWhere({ subAccountId, status, assigneeId, search }: LeadFilter): Prisma.LeadWhereInput {
  return {
    subAccountId,
    ...(status && { status }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(search
      ? {
          OR: [
            { contact: { email: { contains: search, mode: "insensitive" } } },
            { contact: { lastName: { startsWith: search } } },
          ],
        }
      : {}),
  };
}

export const NEWEST = { createdAt: "desc" } as const;
