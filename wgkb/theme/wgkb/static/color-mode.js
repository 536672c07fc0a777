/* The colour mode that the reader chose, before the first paint, so that nothing flashes. */
"use strict";
{
  const root = document.documentElement;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {
    // The browser keeps nothing for this site.
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.mode = mode;
  root.dataset.theme = mode === "dark" || mode === "light" ? mode : system;
}
