import assert from "node:assert/strict";

export default {
  async "an answer is there once, also when it is given twice at once, with the last word"(world) {
    const { call, insert, all } = world();
    const surveyId = await insert("surveys", { title: "", q1: "", q2: "" });
    await Promise.all(["a", "b"].map((answer) => call.answer({ surveyId, question: 1, answer })));
    await call.answer({ surveyId, question: 1, answer: "c" });
    await call.answer({ surveyId, question: 2, answer: "d" });
    assert.deepEqual(
      (await all("answers")).map(({ question, answer }) => [question, answer]),
      [
        [1, "c"],
        [2, "d"],
      ],
    );
  },

  async "1,100 questions"(world) {
    const { call, insert, all } = world();
    const surveyId = await insert("surveys", { title: "", q1: "", q2: "" });
    await insert("answers", ...Array.from({ length: 1099 }, (_, question) => ({ surveyId, question, answer: "" })));
    await call.answer({ surveyId, question: 1099, answer: "" });
    assert.equal((await all("answers")).length, 1100);
  },
};
