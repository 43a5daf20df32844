// @ts-check
/**
 * Run after every "npm install": adds to package-lock.json the optional packages of other platforms that npm left out.
 * Needs nothing but a Node, works without network, and changes nothing when the lock is complete. See lock.js.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { completed } from "./lock.js";

const path = new URL("../package-lock.json", import.meta.url);
const before = readFileSync(path, "utf8");
const after = completed(before);
if (after.text !== before) writeFileSync(path, after.text);
console.log(
  after.added.length === 0 ? "package-lock.json is complete" : `added ${after.added.length} to package-lock.json`,
);
