// Clients of other services, and delegates by their type.
export async function others(slack: (token: string) => any, chatClient: any, crmClient: any) {
  await crmClient.deal.update({ channel: "c", text: "t" });
  await slack("t").deal.update({ channel: "c", ts: "1" });
  await chatClient.note.create("text", 2);
  await crmClient.deal.update({ where: { id: 1 }, data: { amount: 2 } });
}

// Tables of another library for databases.
export async function tables(db: any, id: number) {
  await db.query.deal.findFirst({ where: eq(deal.id, id) });
  await db.query.team.findMany();
}

// What a component is given is no client: it would never reach the browser.
export const TeamForm = (props: { team: Team; deal: any }) => {
  const save = async (values: object) => await props.team.update(values);
  return { save, remove: () => props.deal.delete() };
};

export const rename = (deal: DealDelegate, id: number) => deal.update({ where: { id }, data: { title: "x" } });
export const count = (note: typeof prisma.note) => note.count({ where: { dealId: 1 } });
export const first = (team: Prisma.TransactionClient["team"]) => team.findFirst();

// What a class holds is what its type says, however it is called.
export class Reports {
  private team: TeamDirectory;
  constructor(
    private readonly deal: DealRepository,
    private readonly note: Prisma.NoteDelegate,
    private readonly tx: Prisma.TransactionClient,
  ) {}
  async all(where: object) {
    await this.deal.count(where);
    await this.team.delete({ where });
    await this.note.count({ where: { dealId: 1 } });
    await this.tx.deal.count();
  }
}

// Another name for the type of a delegate is none of a class.
type Notes = Prisma.NoteDelegate;
export class Minutes {
  constructor(private readonly note: Notes) {}
  all() {
    return this.note.count({ where: { dealId: 2 } });
  }
}

import { TeamDirectory } from "./team-directory";
import type { DealRepository } from "./deal-repository";
