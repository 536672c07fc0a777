/* The colour mode that the reader chose: set before the first paint, so that nothing flashes, and
 * changed by the button in the header.
 */
"use strict";
{
  const root = document.documentElement;
  const modes = ["auto", "light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");

  function apply() {
    const { mode } = root.dataset;
    root.dataset.theme = mode !== "auto" ? mode : system.matches ? "dark" : "light";
  }

  root.dataset.mode = "auto";
  try {
    const kept = localStorage.getItem("mode");
    if (modes.includes(kept)) root.dataset.mode = kept;
  } catch {
    // The browser keeps nothing for this site.
  }
  apply();
  system.addEventListener("change", apply);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".wg-mode");

    function show() {
      const { mode } = root.dataset;
      button.title = button.dataset[mode];
      button.setAttribute("aria-label", button.dataset[mode]);
      button.firstElementChild.className = `wg-icon wg-icon--${mode}`;
    }

    button.addEventListener("click", () => {
      root.dataset.mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      apply();
      show();
      try {
        localStorage.setItem("mode", root.dataset.mode);
        localStorage.setItem("theme", root.dataset.theme); // pydata-sphinx-theme reads it
      } catch {
        // The browser keeps nothing for this site; the choice holds for this page.
      }
    });
    show();
  });
}
