// Keys that are made: of a template whose parts are known, of each item of a list that is written out.
type Kind = "team" | "owner";
const SEARCHED = ["title", "status"];

export async function made(prisma: any, kind: Kind, text: string, name: string, filterByTeam: number, idFilter: any) {
  await prisma.deal.findMany({ where: { [`${kind}Id`]: 1 } });
  await prisma.deal.findMany({ where: { teamId: 1, [`${name}Id`]: 1 } });
  await prisma.deal.findMany({ where: { teamId: 1, OR: SEARCHED.map((field) => ({ [field]: { contains: text } })) } });
  await prisma.deal.findMany({ where: { teamId: 1, OR: [{ amount: 0 }, ...anyOf(["title", "status"], text)] } });
  const words = text.split(" ");
  await prisma.deal.findMany({ where: { teamId: 1, AND: words.map((word) => ({ OR: anyOf(["title"], word) })) } });
  // A value that is called for what is searched, and an object that is called for what it holds.
  await prisma.deal.findMany({ where: { teamId: filterByTeam } });
  await prisma.deal.findMany({ where: { teamId: idFilter } });
}

function anyOf(fields: string[], text: string) {
  return fields.map((field) => ({ [field]: { contains: text } }));
}

// Lists that are made of each other.
export async function circular(prisma: any, names: string[]) {
  let one: any[] = [{ title: "a" }];
  let two: any[] = [];
  for (const name of names) {
    two = one.map((each) => ({ ...each, status: name }));
    one = two.filter((each) => each.title);
  }
  await prisma.deal.findMany({ where: { teamId: 1, OR: one } });
}
function nested(conditions: any[]): any[] {
  return conditions.map((one) => (one.inner ? { AND: nested(one.inner) } : { title: one.title }));
}
export async function recursive(prisma: any, conditions: any[]) {
  await prisma.deal.findMany({ where: { teamId: 1, OR: nested(conditions) } });
}

// Keys and values that an enumeration has, in its own file or in another.
enum Key {
  Title = "title",
  Status = "status",
}
export async function enumerated(prisma: any, text: string, key: Key) {
  await prisma.deal.findMany({ where: { [Key.Title]: { contains: text } } });
  await prisma.deal.findMany({ where: { OR: [{ [Key.Title]: text }, { [Key.Status]: "OPEN" }] } });
  await prisma.deal.findMany({ orderBy: { [Key.Title]: "asc" } });
  await prisma.deal.findMany({ where: { [Key.Missing]: text } });
}
