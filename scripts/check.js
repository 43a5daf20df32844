// @ts-check
/**
 * `npm run check`: everything about this repository that needs no running product. Plain JavaScript, so that an older Node
 * started by hand gets a sentence instead of a syntax error; the steps themselves are in scripts/check/.
 */
const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
  console.error(`Node ${NODE_MAJOR_MIN} is needed, found ${process.version}: run it as "npm run check"`);
  process.exitCode = 78;
} else {
  const { runSteps, STEPS } = await import("./check/steps.ts");
  const isGood = await runSteps(STEPS, { root: process.cwd(), print: (line) => console.log(line) });
  if (!isGood) process.exitCode = 1;
}
