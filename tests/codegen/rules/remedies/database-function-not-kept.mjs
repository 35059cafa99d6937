import assert from "node:assert/strict";

const accounts = ({ insert }, ...balances) => insert("accounts", ...balances.map((balance) => ({ balance })));

export default {
  async "what leaves one account arrives in the other, however many at once"(world) {
    const here = world();
    const [from, to] = await accounts(here, 100, 0);
    await Promise.all(Array.from({ length: 10 }, () => here.call.transfer({ from, to, amount: 7 })));
    assert.deepEqual(
      (await here.all("accounts")).map(({ balance }) => balance),
      [30, 70],
    );
  },

  async "from an account to itself nothing changes"(world) {
    const here = world();
    const [from] = await accounts(here, 100, 0);
    await here.call.transfer({ from, to: from, amount: 7 });
    assert.equal((await here.one(from)).balance, 100);
  },

  async "an account that is gone is told, and nothing is taken"(world) {
    const here = world();
    const [from, to] = await accounts(here, 100, 0);
    await here.db((writer) => writer.delete(to));
    await assert.rejects(here.call.transfer({ from, to, amount: 7 }), /no such account/);
    await assert.rejects(here.call.transfer({ from: to, to: from, amount: 7 }), /no such account/);
    assert.equal((await here.one(from)).balance, 100);
  },
};
