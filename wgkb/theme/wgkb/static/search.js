/* Search: a dialog on each page (`/` or Ctrl-K), and the search page.
 *
 * A record's id is found exactly, from the list of records.  The full text is Pagefind's; where
 * that cannot run (a page opened from disk, a site without the index) it is Sphinx's own.
 */
"use strict";
{
  const { root, make } = wgSite;
  const HITS_IN_DIALOG = 12;
  const HITS_ON_PAGE = 60;

  // --- Finding

  /** Pagefind, with the filters that wgkb.site.search gave to each record. */
  async function pagefindEngine() {
    if (location.protocol === "file:") throw new Error("no module can be loaded from disk");
    const pagefind = await import(new URL("pagefind/pagefind.js", root));
    await pagefind.options({ excerptLength: 24 });
    await pagefind.init();
    return async (words, { type, area }, most) => {
      const filters = { ...(type && { type }), ...(area && { area }) };
      const { results } = await pagefind.search(words, { filters });
      const first = await Promise.all(results.slice(0, most).map((result) => result.data()));
      const hits = first.map(({ meta, excerpt }) => ({
        address: meta.address,
        title: meta.title,
        excerpt: marked(excerpt),
      }));
      const good = hits.filter((hit) => isAnswer(hit, words));
      return { hits: good, total: good.length ? results.length : 0 };
    };
  }

  /** Sphinx's own search: its index is a script, so it works from disk, too. */
  async function sphinxEngine() {
    if (!document.getElementById("search-results")) {
      const sink = make("div"); // Sphinx's script answers a `?q=` in the address by itself
      sink.id = "search-results";
      sink.hidden = true;
      document.body.append(sink);
    }
    window.SPHINX_HIGHLIGHT_ENABLED = false; // what Sphinx's script asks for
    for (const name of ["_static/language_data.js", "_static/searchtools.js", "searchindex.js"]) {
      await wgSite.script(name);
    }
    return async (words, filters, most) => {
      const found = Search._performSearch(...Search._parseQuery(words));
      const hits = new Map();
      for (const [docname, title, anchor] of found.reverse()) {
        const address = pageAddress(docname) + anchor;
        if (!hits.has(address)) hits.set(address, { address, title, excerpt: [] });
      }
      const kept = await filtered([...hits.values()], filters);
      return { hits: kept.slice(0, most), total: kept.length };
    };
  }

  function pageAddress(docname) {
    if (DOCUMENTATION_OPTIONS.BUILDER !== "dirhtml") {
      return docname + DOCUMENTATION_OPTIONS.LINK_SUFFIX;
    }
    return docname === "index" ? "" : `${docname.replace(/\/index$/, "")}/`;
  }

  async function filtered(hits, { type, area }) {
    if (!type && !area) return hits;
    const known = new Map((await wgSite.records()).map((record) => [record.address, record]));
    return hits.filter(({ address }) => {
      const record = known.get(address);
      return record && (!type || record.type === type) && (!area || record.areas.includes(area));
    });
  }

  /** Where no text has a word, Pagefind takes what begins like it, down to its first letter. */
  function isAnswer({ excerpt }, words) {
    const begins = words.toLowerCase().split(/\s+/).map((word) => word.slice(0, 3));
    const marks = excerpt.filter((part) => part instanceof Element);
    const found = marks.map((mark) => mark.textContent.toLowerCase()).join(" ");
    return begins.some((begin) => found.includes(begin));
  }

  /** Pagefind's excerpt as text and <mark> elements; nothing else of its markup is kept. */
  function marked(excerpt) {
    const { body } = new DOMParser().parseFromString(excerpt, "text/html");
    return [...body.childNodes].map((node) =>
      node.nodeName === "MARK" ? make("mark", "", node.textContent) : node.textContent,
    );
  }

  let engine;
  let sphinx;

  /** Search the full text; Pagefind may only say at its first search that it cannot run. */
  async function fullText(...question) {
    engine ??= pagefindEngine();
    try {
      return await (await engine)(...question);
    } catch {
      sphinx ??= sphinxEngine();
      engine = sphinx;
      return (await engine)(...question);
    }
  }

  const plain = (id) => id.toLowerCase().replace(/[^a-z0-9]/g, "");

  /** Records whose id, or else the start of it, or else whose title the words name. */
  async function namedRecords(words, { type, area }) {
    const wanted = plain(words);
    const parts = words.toLowerCase().split(/\s+/);
    const rank = ({ id, title }) => {
      if (plain(id) === wanted) return 0;
      if (wanted.length > 1 && plain(id).startsWith(wanted)) return 1;
      return parts.every((part) => title.toLowerCase().includes(part)) ? 2 : 3;
    };
    return (await wgSite.records())
      .filter((r) => (!type || r.type === type) && (!area || r.areas.includes(area)))
      .map((record) => ({ record, rank: rank(record) }))
      .filter((found) => found.rank < 3)
      .sort((one, other) => one.rank - other.rank)
      .map(({ record, rank: of }) => ({ ...record, exact: of === 0 }));
  }

  async function search(words, filters, most) {
    const [records, text] = await Promise.all([
      namedRecords(words, filters),
      fullText(words, filters, most),
    ]);
    const known = new Map((await wgSite.records()).map((record) => [record.address, record]));
    const named = records.slice(0, 6);
    const seen = new Set(named.map(({ address }) => address));
    const excerpts = new Map(text.hits.map(({ address, excerpt }) => [address, excerpt]));
    const others = text.hits.filter(({ address }) => !seen.has(address));
    const hits = [
      ...named.map((record) => ({ ...record, excerpt: excerpts.get(record.address) ?? [] })),
      ...others.map((hit) => ({ ...hit, ...known.get(hit.address) })),
    ];
    const extra = named.filter(({ address }) => !excerpts.has(address)).length;
    return { hits: hits.slice(0, most), total: Math.max(hits.length, text.total + extra) };
  }

  // --- Showing

  function hitElement(hit) {
    const link = make("a", "wg-hit");
    link.href = new URL(hit.address, root);
    const kind = make("span", "wg-hit__kind", hit.type ?? "page", " ");
    if (hit.state) kind.append(wgSite.chip(hit));
    const id = hit.id && wgSite.shownId(hit);
    link.append(kind, make("span", "wg-hit__title", id, " ", hit.title));
    const text = hit.excerpt.length ? hit.excerpt : [hit.summary ?? ""];
    if (text.some(Boolean)) link.append(make("span", "wg-hit__text", ...text));
    return make("li", "", link);
  }

  function choice(label, name, options) {
    const select = make("select", "form-select");
    select.name = name;
    const all = [["", "any"], ...options];
    select.append(...all.map(([value, words]) => new Option(words, value)));
    return make("label", "wg-search__choice", `${label} `, select);
  }

  function summary(words, shown, total) {
    if (!total) return `Nothing found for “${words}”`;
    if (total > shown) return `${shown} of ${total} results`;
    return total === 1 ? "1 result" : `${total} results`;
  }

  /** The search form with its results; *dialog* or the search page is where it stands. */
  class SearchForm {
    constructor(most) {
      this.most = most;
      this.input = make("input", "form-control");
      Object.assign(this.input, { type: "search", autocomplete: "off", spellcheck: false });
      this.input.setAttribute("aria-label", "Search the knowledge base");
      this.input.placeholder = "Words, or an id such as NOVA-08";
      this.filters = make("div", "wg-search__filters");
      this.status = make("p", "wg-search__status");
      this.status.setAttribute("role", "status");
      this.list = make("ol", "wg-search__hits");
      this.element = make("form", "wg-search", this.input, this.filters, this.status, this.list);
      this.element.setAttribute("role", "search");
      this.element.addEventListener("input", () => this.later());
      this.element.addEventListener("submit", (event) => {
        event.preventDefault();
        this.submit();
      });
      this.element.addEventListener("keydown", (event) => this.move(event));
      this.ready = this.addFilters().catch(() => {}); // then there are no filters
    }

    async addFilters() {
      const records = await wgSite.records();
      const types = [...new Set(records.map(({ type }) => type))].sort();
      const areas = records.filter(({ type }) => type === "requirement area");
      this.filters.append(
        choice("Type", "type", types.map((type) => [type, type])),
        choice("Area", "area", areas.map(({ id, title }) => [id, title])),
      );
    }

    get chosen() {
      const { type, area } = this.element.elements;
      return { type: type?.value ?? "", area: area?.value ?? "" };
    }

    get words() {
      return this.input.value.trim();
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), 150);
    }

    async run() {
      const { words, chosen } = this;
      this.changed?.();
      if (!words) {
        this.show([], "");
        return;
      }
      const asked = (this.asked = Symbol(words));
      try {
        const { hits, total } = await search(words, chosen, this.most);
        if (asked !== this.asked) return; // a newer search is under way
        this.show(hits, summary(words, hits.length, total));
      } catch (error) {
        this.show([], "The search cannot run here.");
        throw error;
      }
    }

    show(hits, status) {
      this.list.replaceChildren(...hits.map(hitElement));
      this.status.textContent = status;
    }

    /** Enter: a record's id leads straight to it. */
    async submit() {
      const [first] = this.words ? await namedRecords(this.words, {}) : [];
      if (first?.exact) location.assign(new URL(first.address, root));
      else if (this.words) this.more();
    }

    /** The arrow keys go through the field and the results. */
    move(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [this.input, ...this.list.querySelectorAll("a")];
      const place = stops.indexOf(document.activeElement);
      if (!step || place < 0 || !stops[place + step]) return;
      event.preventDefault();
      stops[place + step].focus();
    }
  }

  // --- The search page

  const page = document.querySelector(".wg-search-page");

  async function fillPage() {
    const form = new SearchForm(HITS_ON_PAGE);
    const query = new URLSearchParams(location.search);
    form.input.value = query.get("q") ?? "";
    form.more = () => form.run();
    page.append(form.element);
    form.input.focus();
    await form.ready;
    for (const select of form.element.querySelectorAll("select")) {
      select.value = query.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    form.changed = () => history.replaceState(null, "", searchAddress(form));
    form.run();
    return form;
  }

  function searchAddress({ words, chosen }) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ q: words, ...chosen })) {
      if (value) query.set(name, value);
    }
    const address = new URL(page ? location.href : document.querySelector(".wg-search-open").href);
    address.search = query;
    address.hash = "";
    return address;
  }

  // --- The dialog

  const SLASH = "wg-slash";
  let dialog;

  function slashIsOn() {
    try {
      return localStorage.getItem(SLASH) !== "off";
    } catch {
      return true;
    }
  }

  /** Readers who speak or type by accident can turn the key off: WCAG 2.2, 2.1.4. */
  function slashSwitch() {
    const box = make("input");
    box.type = "checkbox";
    box.checked = slashIsOn();
    box.addEventListener("change", () => localStorage.setItem(SLASH, box.checked ? "on" : "off"));
    return make("label", "wg-search__switch", box, " The key / opens the search");
  }

  function openDialog() {
    if (!dialog) {
      dialog = make("dialog", "wg-search-dialog");
      dialog.setAttribute("aria-label", "Search");
      const form = new SearchForm(HITS_IN_DIALOG);
      form.more = () => location.assign(searchAddress(form));
      const close = make("button", "wg-search__close btn", "Close");
      close.type = "button";
      close.addEventListener("click", () => dialog.close());
      const hint = "Enter: all results. ↓ ↑: through the results. Esc: close.";
      dialog.append(
        form.element,
        make("p", "wg-search__foot", make("span", "", hint), slashSwitch(), close),
      );
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return; // a search field would take the first for itself
        event.preventDefault();
        dialog.close();
      });
      dialog.addEventListener("click", ({ target }) => {
        if (target === dialog) dialog.close(); // the backdrop
      });
      dialog.input = form.input;
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    dialog.input.focus();
    dialog.input.select();
  }

  const form = page ? fillPage() : null;

  async function open() {
    if (!form) openDialog();
    else (await form).input.focus();
  }

  for (const link of document.querySelectorAll(".wg-search-open")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return; // into a tab of its own
      event.preventDefault();
      open();
    });
  }

  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const control = (ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k";
      const typing = target.closest?.("input, textarea, select, [contenteditable]");
      const slash = key === "/" && !ctrlKey && !metaKey && !altKey && !typing;
      if (key === "/" && !typing) event.stopImmediatePropagation(); // Sphinx has an own idea of it
      if (control || (slash && slashIsOn())) {
        event.preventDefault();
        open();
      }
    },
    true,
  );
}
