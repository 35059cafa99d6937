// A key of several fields has all of them, whatever is handed over.
export async function compound(prisma: any, key: { teamId: number; email: string }, more: any, email: string) {
  await prisma.member.findUnique({ where: { teamId_email: key } });
  await prisma.member.update({ where: { teamId_email: more.key, isAdmin: true }, data: { nickname: null } });
  await prisma.member.delete({ where: { teamId_email: { email, ...more } } });
  await prisma.member.findUnique({ where: { teamId_email: email ? { teamId: 1, email } : undefined } });
}
