/**
 * Waiting for a condition ends when it holds; a second, as vitest has it, is too short for a machine that is busy with two other test
 * files. Whoever says how long to wait is obeyed.
 */
import { vi } from "vitest";

const PATIENCE_MS = 20_000;
const { waitFor, waitUntil } = vi;

vi.waitFor = (callback, options = PATIENCE_MS) => waitFor(callback, options);
vi.waitUntil = (callback, options = PATIENCE_MS) => waitUntil(callback, options);
