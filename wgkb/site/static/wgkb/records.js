/* Small things that need a script, in any theme: tables that can be sorted, copying an address,
 * the coverage matrix for any release.  Without it, all of the content is still there.
 *
 * Classic scripts and one global name: a page that was opened from disk can load no module.
 */
"use strict";

/* --- What the scripts share: where the site is, its records, how to make elements ---------- */
var wgSite = (() => {
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const loading = new Map();

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(address, root);
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${address} cannot be loaded`));
      document.head.append(element);
    });
  }

  /** What the file of wgkb.site.cards hands to the function *name*, loaded once. */
  function rows(address, name) {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise((resolve, reject) => {
          window[name] = resolve;
          script(address).catch(reject);
        }),
      );
    }
    return loading.get(name);
  }

  /** All records. */
  async function records() {
    const found = await rows("_cards/records.js", "wgRecords");
    return found.map(([id, type, title, state, stateWord, areas, address, summary]) => ({
      id, type, title, state, stateWord, areas, address, summary,
    }));
  }

  /** The text of each entry of the bibliography, by its address. */
  async function references() {
    return new Map(await rows("_cards/references.js", "wgReferences"));
  }

  /** An element with classes and children; text is never read as markup. */
  function make(tag, classes, ...children) {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    element.append(...children.filter(Boolean));
    return element;
  }

  function chip({ state, stateWord }) {
    return state ? make("span", `wg-chip wg-chip--${state}`, stateWord) : "";
  }

  /** Does the record's id tell readers something, besides its title? */
  function shownId({ id }) {
    return /^[A-Z]/.test(id) ? make("span", "wg-id", id) : "";
  }

  return { root, script, records, references, make, chip, shownId };
})();

/* --- Short addresses: the link, which leads to where the reader is, copies itself ------------- */
if (navigator.clipboard && location.protocol !== "file:") {
  for (const link of document.querySelectorAll(".wg-go a")) {
    const text = link.firstElementChild;
    const address = text.textContent;
    link.title = "Copy this short address";
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await navigator.clipboard.writeText(new URL(".", link.href).href);
      text.textContent = "Copied";
      setTimeout(() => (text.textContent = address), 2000);
    });
  }
}

/* --- Tables that can be sorted ------------------------------------------------------------- */
for (const table of document.querySelectorAll("table.wg-sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const value = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}

/* --- Tables that scroll: with the keyboard, too ---------------------------------------------- */
{
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(".wg-table")) {
    const caption = box.querySelector("caption");
    if (caption && !box.hasAttribute("role")) {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", caption.textContent);
    }
    observer.observe(box);
  }
}

/* --- Coverage matrix ---------------------------------------------------------------------- */
for (const matrix of document.querySelectorAll(".wg-matrix")) {
  const WORDS = { m: "met", p: "partial", x: "missing", u: "unknown", n: "not-applicable" };
  const table = matrix.querySelector(".wg-grid table");
  const groups = [...table.tBodies];
  const changing = [...table.querySelectorAll("[data-s]")].map((cell) => ({
    cell,
    ids: cell.textContent.slice(cell.textContent.indexOf(" ")),
    steps: [...`0${cell.dataset.s}`.matchAll(/(\d+)([a-z])/g)].map(([, rank, letter]) => [
      Number(rank),
      WORDS[letter],
    ]),
  }));

  const state = (cell) => cell.firstElementChild.className.split("--")[1];

  /** Count anew: what is met in each row and area, and each value in each column. */
  function count() {
    const columns = [];
    for (const group of groups) {
      const [head, ...rows] = group.rows;
      const whole = { met: 0, all: 0 };
      for (const row of rows) {
        const cells = [...row.cells].slice(1, -1);
        const values = cells.map(state);
        values.forEach((word, column) => {
          columns[column] ??= {};
          columns[column][word] = (columns[column][word] || 0) + 1;
        });
        const met = values.filter((word) => word === "met").length;
        const all = values.filter((word) => word !== "not-applicable").length;
        row.cells[row.cells.length - 1].textContent = all ? `${met}/${all}` : "–";
        whole.met += met;
        whole.all += all;
      }
      head.cells[head.cells.length - 1].textContent = whole.all ? `${whole.met}/${whole.all}` : "–";
    }
    for (const row of table.tFoot.rows) {
      const word = row.cells[0].textContent;
      let sum = 0;
      columns.forEach((column, place) => {
        row.cells[place + 1].textContent = column[word] || 0;
        sum += column[word] || 0;
      });
      row.cells[row.cells.length - 1].textContent = sum;
    }
  }

  const form = matrix.querySelector(".wg-slider");
  if (form) {
    const slider = form.querySelector("input");
    const output = form.querySelector("output");
    const names = [...form.querySelectorAll("option")].map((option) => option.textContent);
    const shown = table.caption.querySelector("span");
    const show = () => {
      const rank = Number(slider.value);
      for (const { cell, ids, steps } of changing) {
        const word = steps.filter(([from]) => from <= rank).pop()[1];
        cell.className = `wg-cell wg-cell--${word}`;
        cell.textContent = word.replace("-", " ") + ids;
      }
      output.textContent = shown.textContent = names[rank];
      slider.setAttribute("aria-valuetext", names[rank]);
      count();
    };
    slider.value = slider.max; // browsers restore an old value when a page is loaded again
    slider.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  const proof = matrix.querySelector(".wg-proof select");
  if (proof) {
    const cells = [...table.tBodies].flatMap((group) => [...group.querySelectorAll(".wg-cell")]);
    const pale = () => {
      for (const cell of cells) {
        const weak = proof.value && !(Number(cell.dataset.e ?? 99) <= Number(proof.value));
        cell.parentElement.classList.toggle("wg-pale", Boolean(weak));
      }
    };
    proof.value = ""; // as with the slider
    proof.addEventListener("input", pale);
    proof.form.addEventListener("submit", (event) => event.preventDefault());
  }

  for (const group of groups) {
    const [head, ...rows] = group.rows;
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-label", `Rows of ${head.cells[0].textContent}`);
    button.addEventListener("click", () => {
      const folded = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!folded));
      rows.forEach((row) => (row.hidden = folded));
    });
    head.cells[0].firstElementChild.prepend(button);
  }

  const note = matrix.querySelector(".wg-note");
  const describe = (event) => {
    const cell = event.target.closest("td");
    const shape = cell?.querySelector(".wg-cell");
    if (!shape) return;
    const row = cell.parentElement.cells[0].firstElementChild;
    const column = table.tHead.rows[0].cells[cell.cellIndex].querySelector("a");
    const [, ...ids] = shape.matches("a") ? shape.textContent.match(/[A-Z][\w-]*-\w+|^.*?(?= [A-Z])/g) : [""];
    note.replaceChildren(
      `${row.textContent} ${row.title} × ${column.textContent}: ${state(cell).replace("-", " ")}. `,
    );
    for (const id of ids) {
      const link = document.createElement("a");
      link.href = `${column.href}#${id}`;
      link.textContent = id;
      note.append(link, " ");
    }
  };
  table.addEventListener("pointerover", describe);
  table.addEventListener("focusin", describe);
}
