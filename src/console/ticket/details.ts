/** The panel beside the conversation. On a narrow page it lies over it, and is opened and closed. */
import { place } from "../dom.ts";

export function openDetails(): void {
  place("details", HTMLButtonElement).addEventListener("click", () => turnDetails(!areDetailsOpen()));
  place("panel-close", HTMLButtonElement).addEventListener("click", close);
  place("panel", HTMLElement).addEventListener("keydown", ({ key }) => key === "Escape" && close());
}

export function turnDetails(isOpen: boolean): void {
  place("work", HTMLElement).dataset["details"] = String(isOpen);
  place("details", HTMLButtonElement).setAttribute("aria-expanded", String(isOpen));
}

function areDetailsOpen(): boolean {
  return place("work", HTMLElement).dataset["details"] === "true";
}

function close(): void {
  turnDetails(false);
  place("details", HTMLButtonElement).focus();
}
