// A unique field that may be null ends no order: many rows may have no value.
export async function ordered(prisma: PrismaClient) {
  await prisma.note.findMany({ orderBy: [{ alias: "asc" }, { text: "asc" }] });
  await prisma.note.findMany({ orderBy: [{ id: "asc" }, { text: "desc" }] });
}
