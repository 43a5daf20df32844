/** Files that come through the API, and so with the token, saved by the browser under a name. */
import { fetchFile } from "../api/call.ts";
import { make } from "../dom.ts";

/** Whether there was such a file. */
export async function download(url: string, name: string): Promise<boolean> {
  const answer = await fetchFile(url);
  if (answer.answer !== "ok") return false;
  const address = URL.createObjectURL(answer.value);
  make("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
  return true;
}
