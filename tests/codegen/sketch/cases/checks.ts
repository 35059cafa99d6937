// What no index looks up: OR, NOT, related rows, conditions that some calls do without.
export const anyOf = (name: string, level: number) =>
  prisma.account.findMany({ where: { OR: [{ name }, { level: { gt: level }, isActive: true }, { nick: null }] } });

export const noneOf = (name: string) =>
  prisma.account.findMany({ where: { isActive: true, NOT: { name, level: 3 } } });

export const withSome = (rank: number) =>
  prisma.account.findMany({ where: { notes: { some: { rank: { gte: rank } } } } });

export const withoutAny = () => prisma.account.count({ where: { notes: { none: {} } } });

export const inEvery = (title: string) =>
  prisma.account.findFirst({ where: { notes: { every: { title: { startsWith: title } } } }, orderBy: { level: "desc" } });

export const ofActive = (name: string) =>
  prisma.note.findMany({ where: { account: { isActive: true, OR: [{ name }, { notes: { some: { title: "x" } } }] } } });

export const inGroups = (label: string) =>
  prisma.account.deleteMany({ where: { groups: { some: { label } } } });

export const maybe = (level: number, name?: string, stages?: Stage[]) =>
  prisma.account.findMany({ where: { level, name, ...(stages && { stage: { in: stages } }) } });

export const includedSome = (id: number) =>
  prisma.account.findUnique({
    where: { id },
    include: { notes: { where: { OR: [{ title: "a" }, { rank: 1 }] }, take: 3 } },
  });

export const orWithout = (name: string, level?: number) =>
  prisma.account.findMany({ where: { isActive: true, OR: [{ name }, ...(level ? [{ level: { gt: level } }] : [])] } });

export const orEach = (pairs: { name: string; level: number }[]) =>
  prisma.account.findMany({ where: { OR: pairs.map(({ name, level }) => ({ name, level })) } });

export const relatedMaybe = (rank?: number) =>
  prisma.account.findMany({ where: { notes: rank ? { some: { rank } } : undefined } });

export const orMaybe = (text: string, isWide: boolean) =>
  prisma.account.count({ where: { level: 1, ...(isWide && { OR: [{ name: text }, { nick: text }] }) } });

export const notMaybe = (isWide: boolean) =>
  prisma.account.count({ where: { level: 1, ...(isWide && { NOT: { name: "x" }, nick: null }) } });

export const without = (name: string) =>
  prisma.note.findMany({ where: { reviewer: { isNot: { email: name } }, account: { profile: null } } });

export const inText = (query: string) =>
  prisma.account.findMany({ where: { OR: [{ name: { contains: query, mode: "insensitive" } }, { email: { endsWith: query } }] } });

export const sameMail = (email: string, nick: string) =>
  prisma.account.findFirst({ where: { email: { equals: email, mode: "insensitive" }, nick: { equals: nick, mode: "insensitive" } } });

export const withoutText = (title: string) =>
  prisma.note.findMany({ where: { title: { startsWith: title, mode: "insensitive" }, NOT: { slug: { contains: "x" } } } });
