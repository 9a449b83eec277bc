/// <reference lib="dom" />

const KEY = "theme";

/** Light or dark. */
export type Theme = "light" | "dark";

/** Shows the page as it was chosen last, else as the system is set. */
export function startTheme(): void {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** What is shown now. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  if (theme === "light" || theme === "dark") return theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Shows the page light or dark, from now on. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}
