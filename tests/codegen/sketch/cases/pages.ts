// Which of the rows are given: skip and take, a cursor, distinct rows, orders by an id that grows.
export const paged = (page: number, take: number) =>
  prisma.account.findMany({ where: { isActive: true }, orderBy: { createdAt: "desc" }, skip: (page - 1) * take, take });

export const fixedPage = () => prisma.account.findMany({ orderBy: { email: "asc" }, skip: 20, take: 10 });

export const allBut = (skip: number) => prisma.account.count({ where: { stage: "OPEN" }, skip });

export const maybeSkips = (take: number, skip?: number) => prisma.account.findMany({ skip, take });

export const second = (stage: Stage) =>
  prisma.account.findFirst({ where: { stage }, orderBy: { level: "asc" }, skip: 1 });

export const byId = () => prisma.account.findMany({ where: { isActive: true }, orderBy: { id: "asc" } });

export const newestFirst = () => prisma.account.findMany({ orderBy: [{ level: "desc" }, { id: "desc" }], take: 5 });

export const after = (id: number, take: number) =>
  prisma.account.findMany({ cursor: { id }, skip: 1, take, orderBy: { id: "asc" } });

export const afterMaybe = (take: number, cursor?: number) =>
  prisma.account.findMany({
    take,
    skip: cursor ? 1 : 0,
    cursor: cursor ? { id: cursor } : undefined,
    orderBy: { id: "desc" },
  });

export const withTies = (email: string) =>
  prisma.account.findMany({ where: { isActive: true }, cursor: { email }, take: 3, orderBy: { createdAt: "desc" } });

export const withoutTies = (email: string) =>
  prisma.account.findMany({ cursor: { email }, take: 3, orderBy: [{ level: "desc" }, { email: "asc" }] });

export const firstAfter = (email: string) =>
  prisma.account.findFirstOrThrow({ cursor: { email }, skip: 1, orderBy: { email: "asc" } });

export const seatsFrom = (room: string, place: number) =>
  prisma.seat.findMany({ cursor: { room_place: { room, place } }, take: 2 });

export const stages = () => prisma.account.findMany({ distinct: ["stage"], select: { stage: true } });

export const pairs = (take: number) =>
  prisma.account.findMany({ distinct: ["stage", "level"], orderBy: { createdAt: "asc" }, skip: 1, take });

export const someNotes = (id: number) =>
  prisma.account.findUnique({
    where: { id },
    include: { notes: { orderBy: { rank: "asc" }, skip: 2, take: 2 }, reviews: { distinct: "title" } },
  });

export const someOf = (stages: Stage[], take: number) =>
  prisma.account.findMany({ where: { stage: { in: stages } }, take });

export const oneOf = (stages: Stage[]) => prisma.account.findFirst({ where: { stage: { in: stages } } });
