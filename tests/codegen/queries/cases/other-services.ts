// What another service's client is given comes out of a helper: none of its keys is one of Prisma Client's.
const quiet = <T extends object>(message: T) => ({ ...message, unfurl: false });

export async function replace(crmClient: any, tokenClient: (token: string) => any, rest: any) {
  await crmClient.deal.update(quiet({ channel: "c", text: "t" }));
  await tokenClient("t").deal.update(quiet({ channel: "c" }));
  const draft = { raw: "..." };
  await crmClient.note.create(draft);
  await crmClient.deal.update(quiet({ where: { id: 1 }, data: { amount: 2 } }));
  await crmClient.deal.update(quiet(rest));
}

// Who is called prisma is asked, though it would refuse.
export const mistaken = (prisma: any) => prisma.deal.update(quiet({ chanel: "c" }));
