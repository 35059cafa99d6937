// What other files define: by the path of the import, through what is exported again, by the name.
import { openOnly, TEAM_ORDER } from "./shared/filters";
import { again } from "@/shared";
import * as filters from "./shared/filters";
export async function otherFile(prisma: any, teamId: number) {
  await prisma.deal.findMany({ where: openOnly(teamId), orderBy: TEAM_ORDER });
  await prisma.deal.findMany({ where: again(teamId) });
  await prisma.deal.findMany({ where: filters.openOnly(teamId) });
}
