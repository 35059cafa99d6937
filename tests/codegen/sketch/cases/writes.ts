import { prisma } from "./db";

export async function signUp(email: string, name?: string) {
  return prisma.account.create({ data: { email, name, stage: "WON", labels: ["new"] } });
}

export async function signUpWith(email: string, slugs: string[], groups: number[]) {
  return prisma.account.create({
    data: {
      email,
      notes: { create: slugs.map((slug) => ({ slug, title: "first" })) },
      profile: { create: { bio: null } },
      groups: { connect: groups.map((id) => ({ id })) },
    },
    include: { notes: true },
  });
}

export async function note(slug: string, email: string, reviewer: number) {
  return prisma.note.create({
    data: { slug, title: slug, account: { connect: { email } }, reviewer: { connect: { id: reviewer } } },
  });
}

export async function noteOfNew(slug: string, email: string) {
  return prisma.note.create({ data: { slug, title: slug, account: { create: { email, groups: { create: { code: slug } } } } } });
}

export async function notes(rows: { slug: string; title: string; accountId: number }[]) {
  await prisma.note.createMany({ data: rows.map((row) => ({ slug: row.slug, title: row.title, accountId: row.accountId })) });
  return prisma.note.createManyAndReturn({ data: [{ slug: "a", title: "b", accountId: 1 }] });
}

export async function rename(id: number, name: string | null, stage?: "WON") {
  return prisma.account.update({ where: { id }, data: { name, level: { increment: 1 }, score: { multiply: 2 }, stage } });
}

export async function passThrough(id: number, data: unknown) {
  return prisma.profile.update({ where: { accountId: id }, data: data as never });
}

export async function forget(slug: string) {
  await prisma.note.update({ where: { slug }, data: { reviewer: { disconnect: true } } });
  return prisma.note.delete({ where: { slug }, include: { account: true } });
}

export async function activate(level: number) {
  await prisma.account.updateMany({ where: { level: { lt: level } }, data: { isActive: true, labels: { push: "x" } } });
  return prisma.account.deleteMany({ where: { isActive: false } });
}

export async function put(email: string, name: string) {
  return prisma.account.upsert({ where: { email }, create: { email, name }, update: { name } });
}

export const setGroups = (id: number, groups: number[]) =>
  prisma.account.update({ where: { id }, data: { groups: { set: groups.map((one) => ({ id: one })) } } });

export const leaveGroups = (id: number, groups: number[]) =>
  prisma.account.update({ where: { id }, data: { groups: { disconnect: groups.map((one) => ({ id: one })) } } });

export const setReviews = (id: number, notes: number[]) =>
  prisma.account.update({ where: { id }, data: { reviews: { set: notes.map((one) => ({ id: one })) } } });

export const leaveReview = (id: number, note: number) =>
  prisma.account.update({ where: { id }, data: { reviews: { disconnect: { id: note } } } });

export const deleteNotes = (id: number, rank: number) =>
  prisma.account.update({ where: { id }, data: { notes: { deleteMany: { rank: { lt: rank } } } } });

export const retitleNotes = (id: number, rank: number, title: string) =>
  prisma.account.update({ where: { id }, data: { notes: { updateMany: { where: { rank }, data: { title } } } } });

export const replaceNotes = (id: number, title: string) =>
  prisma.account.update({ where: { id }, data: { notes: { deleteMany: {}, create: [{ title, label: title }] } } });

export const loseNotes = (id: number, notes: number[]) =>
  prisma.account.update({ where: { id }, data: { notes: { set: notes.map((one) => ({ id: one })) } } });

export const touch = (id: number, at?: Date) =>
  prisma.account.update({ where: { id }, data: { level: 2, updatedAt: at ?? undefined } });
