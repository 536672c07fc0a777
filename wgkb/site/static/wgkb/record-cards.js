/* Cards: what a reference leads to, shown while it has the pointer or the focus.
 *
 * WCAG 2.2, 1.4.13: Escape takes a card away, the pointer may move onto it, and it stays as long
 * as the pointer or the focus does.
 */
"use strict";
{
  const { make } = wgSite;
  const REFERENCES = "a[href]:not(.headerlink, .wg-cell)";
  const card = make("div", "wg-card");
  card.id = "wg-card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  let records;
  let references;
  let trigger = null;
  let timer = 0;

  /** The address that *link* leads to, from the root of the site; empty if it leaves the site. */
  function addressOf(link) {
    const { origin, pathname, hash } = new URL(link.href);
    const { origin: own, pathname: top } = wgSite.root;
    if (origin !== own || !pathname.startsWith(top)) return "";
    return decodeURIComponent(pathname.slice(top.length) + hash);
  }

  /** What the card of *link* says: the record or the entry of the bibliography it leads to. */
  async function content(link) {
    const address = addressOf(link);
    if (!address) return [];
    records ??= new Map((await wgSite.records()).map((record) => [record.address, record]));
    const record = records.get(address);
    if (record) {
      return [
        make("p", "wg-card__kind", record.type, " ", wgSite.chip(record)),
        make("p", "wg-card__title", wgSite.shownId(record), " ", record.title),
        record.summary && make("p", "wg-card__text", record.summary),
      ];
    }
    if (!address.includes("#")) return [];
    references ??= await wgSite.references();
    const entry = references.get(address);
    return entry ? [make("p", "wg-card__text", entry)] : [];
  }

  function place() {
    const at = trigger.getClientRects()[0];
    const { width, height } = card.getBoundingClientRect();
    const below = at.bottom + height + 8 < innerHeight || at.top < height + 8;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    card.style.top = `${below ? at.bottom + 4 : at.top - height - 4}px`;
  }

  async function show(link) {
    if (link === trigger) return;
    hide();
    trigger = link;
    const children = (await content(link).catch(() => [])).filter(Boolean);
    if (trigger !== link || !children.length) return; // the reader has moved on, or nothing to say
    if (link.title) {
      link.dataset.wgTitle = link.title; // else the browser's own tooltip would cover the card
      link.removeAttribute("title");
    }
    card.replaceChildren(...children);
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (!trigger) return;
    trigger.removeAttribute("aria-describedby");
    if (trigger.dataset.wgTitle) trigger.title = trigger.dataset.wgTitle;
    trigger = null;
    card.hidden = true;
  }

  function later(action, wait) {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  }

  // The main part of other themes than pydata-sphinx-theme holds no navigation.
  const article = document.querySelector(".bd-article") ?? document.querySelector("[role=main]");
  if (article) {
    article.closest("main, [role=main]").append(card);
    article.addEventListener("pointerover", (event) => {
      const link = event.target.closest(REFERENCES);
      if (link && event.pointerType === "mouse") later(() => show(link), 250);
    });
    article.addEventListener("pointerout", (event) => {
      // The one whose card is shown has lost its title, and one may be left before its card came.
      const link = event.target.closest("a");
      if (link && (link === trigger || link.matches(REFERENCES))) later(hide, 200);
    });
    article.addEventListener("focusin", (event) => {
      const link = event.target.closest(REFERENCES);
      if (link?.matches(":focus-visible")) show(link);
    });
    article.addEventListener("focusout", hide);
    // The pause above leaves time to reach the card.
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(hide, 200));
    addEventListener("scroll", hide, { passive: true });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
  }
}
