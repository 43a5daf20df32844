/** Which language a page speaks, and how its fixed words get into the skeleton. Shared by the console and the chat page. */

export type Language = "zh" | "en";

/** What was chosen here before under that key, else what the browser prefers. */
export function firstLanguage(key: string): Language {
  const kept = localStorage.getItem(key);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function tagOf(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}

/** Puts the fixed words into the skeleton. */
export function speakFixed(language: Language, words: Readonly<Record<string, string>>): void {
  document.documentElement.lang = tagOf(language);
  for (const [key, word] of Object.entries(words)) {
    for (const element of document.querySelectorAll(`[data-word="${key}"]`)) element.textContent = word;
    for (const element of document.querySelectorAll(`[data-label="${key}"]`)) element.setAttribute("aria-label", word);
  }
}
