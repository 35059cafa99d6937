export const TEAM_ORDER = { createdAt: "desc" } as const;
export function openOnly(teamId: number) {
  return { teamId, status: "OPEN" } satisfies object;
}
