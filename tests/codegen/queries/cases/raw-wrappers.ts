// Functions that run the SQL which they are given: each call of one is a query.
class Reports {
  constructor(private prisma: PrismaService) {}
  private run(sql: string, values: unknown[]) {
    const numbered = sql.replace("?", "$1");
    return this.prisma.$queryRawUnsafe(numbered, ...values);
  }
  all(team: number) {
    return this.run("SELECT * FROM deals WHERE team_id = ?", [team]);
  }
}

// Its own SQL, whatever else it is given.
export function own(prisma: PrismaClient, id: number) {
  const text = Prisma.sql`SELECT 1`;
  return prisma.$queryRaw(text);
}
