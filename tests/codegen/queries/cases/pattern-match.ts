// ts-pattern: one of the handlers gives the value.
import { match, P } from "ts-pattern";
export async function patternMatch(prisma: any, teamId: number, view: string) {
  const where = match(view)
    .with("open", () => ({ teamId, status: "OPEN" }))
    .with(P.string, () => {
      return { teamId };
    })
    .otherwise(() => ({ teamId, ownerId: null }));
  await prisma.deal.findMany({ where });
}
