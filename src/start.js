// @ts-check
/** Where `npm start` begins; see begin.js for what must be true before the first line of TypeScript. */
import { begin } from "./begin.js";

await begin(() => import("./main.ts"));
