// What leaves open of which model, or of which operation, it is: it is told, not passed over.
import { dealsService } from "./services";
import { TeamDirectory } from "./team-directory";
export class DealsController extends Controller {
  repository: any;
  notes: any;
  team: TeamDirectory;
  constructor(private readonly prisma: PrismaService) {
    super();
    this.notes = this.prisma.note;
  }
  async all(id: number, method: "findFirst" | "findMany") {
    await this.notes.findMany({ where: { dealId: id } });
    await this.repository.findFirst({ where: { id } });
    await this.inherited.findFirst({ where: { id } });
    await this.team.findMany({ where: { id } });
    await this.prisma.deal[method]({ where: { id } });
    await prisma.deal["count"]({ where: { teamId: id } });
    await this.cache.deal[method]({ where: { id } });
  }
}
export async function each(model: any, repository: DealRepository, models: Record<string, any>) {
  await model.findMany({ where: { id: 1 }, take: 1 });
  await model.findMany("all");
  await model.findMany({ filter: { id: 1 } });
  await model.update({ where: { id: 1 } });
  await repository.findMany({ where: { id: 1 } });
  await dealsService.findMany({ where: { id: 1 } });
  for (const { model: one } of Object.values(models)) await one.findFirst({ select: { id: true } });
  const found = make();
  await found.findMany({ where: { id: 1 } });
}
