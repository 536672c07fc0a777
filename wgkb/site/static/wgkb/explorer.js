/* The filters of the table of all records.  The address holds what was chosen.
 *
 * A row carries `data-<name>` for each control of the form; the values of one facet are separated
 * by spaces, and ids hold none.
 */
"use strict";
{
  const explorer = document.querySelector(".wg-explorer");
  const form = explorer.querySelector("form");
  const count = explorer.querySelector(".wg-explorer__count");
  const selects = [...form.querySelectorAll("select")];
  const text = form.elements.text;
  const rows = [...explorer.querySelectorAll("tbody tr")].map((element) => ({
    element,
    text: fold(element.textContent),
    values: Object.fromEntries(
      selects.map(({ name }) => [name, (element.dataset[name] || "").split(" ")]),
    ),
  }));

  function fold(words) {
    return words.normalize("NFKD").replace(/\p{Diacritic}/gu, "").toLowerCase();
  }

  /** Show the rows that match the form, and say how many they are. */
  function filter() {
    const chosen = selects.filter((select) => select.value);
    const words = fold(text.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const matches =
        chosen.every(({ name, value }) => row.values[name].includes(value)) &&
        words.every((word) => row.text.includes(word));
      if (row.element.hidden === matches) row.element.hidden = !matches;
      if (matches) shown += 1;
    }
    const all = shown === rows.length;
    const of = all ? "" : `${shown} of `;
    count.textContent = `${of}${rows.length} ${rows.length === 1 ? "record" : "records"}`;
  }

  /** Set the form from the address; a value that is not offered counts as not chosen. */
  function read() {
    const query = new URLSearchParams(location.search);
    text.value = query.get("text") || "";
    for (const select of selects) {
      select.value = query.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    }
    filter();
  }

  /** Put what the form says into the address, without a new entry in the browser's history. */
  function write() {
    const query = new URLSearchParams();
    for (const { name, value } of [text, ...selects]) {
      if (value.trim()) query.set(name, value.trim());
    }
    const suffix = query.size ? `?${query}` : location.pathname;
    history.replaceState(null, "", suffix + location.hash);
  }

  let pending = 0;
  form.addEventListener("input", () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      filter();
      write();
    }, 120); // as long as somebody types, nothing is announced
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      filter();
      write();
      text.focus();
    });
  });
  addEventListener("popstate", read);
  read();
}
