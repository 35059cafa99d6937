/**
 * One JSON request a line on stdin, one JSON answer a line on stdout, in order.
 *
 * An exception inside `answer` is the oracle's own fault, never a verdict: it comes back as `failure`.
 */
export async function serve(answer) {
  console.log = console.error; // stdout belongs to the answers
  let pending = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    const lines = (pending + chunk).split("\n");
    pending = lines.pop();
    for (const line of lines) {
      process.stdout.write(JSON.stringify(await respond(line, answer)) + "\n");
    }
  }
}

async function respond(line, answer) {
  const { id, ...request } = JSON.parse(line);
  try {
    return { id, ...(await answer(request)) };
  } catch (error) {
    return { id, failure: String(error?.stack ?? error) };
  }
}
