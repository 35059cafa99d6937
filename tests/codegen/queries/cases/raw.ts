// Raw queries, by the member: generic tagged templates are no code to the grammar.
import { sql } from "@prisma/client/sql";
export async function raw(prisma: PrismaClient, teamId: number) {
  await prisma.$queryRaw<Row[]>`select * from "Deal" where "teamId" = ${teamId}`;
  await prisma.$queryRaw`select count(*) from "Note"`;
  await prisma.$executeRawUnsafe("truncate " + "Note");
  await prisma.$queryRawUnsafe<{ a: number }[]>(`select 1`);
  await prisma.$queryRaw(Prisma.sql`select 2`);
  await prisma.$queryRawTyped(sql(teamId));
  await prisma.$kysely.selectFrom("Deal").execute();
  const text = "$queryRaw`no`"; // prisma.$queryRaw`no`
}
