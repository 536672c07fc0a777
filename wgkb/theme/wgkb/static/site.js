/* What the scripts of the site share: where it is, its records, and how to make elements.
 *
 * Classic scripts and one global name: a page that was opened from disk can load no module.
 */
"use strict";
var wgSite = (() => {
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  let loading;

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(address, root);
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${address} cannot be loaded`));
      document.head.append(element);
    });
  }

  /** All records as wgkb.site.cards wrote them; loaded when they are first asked for. */
  function records() {
    loading ??= new Promise((resolve, reject) => {
      window.wgRecords = (rows) =>
        resolve(
          rows.map(([id, type, title, state, stateWord, areas, address, summary]) => ({
            id, type, title, state, stateWord, areas, address, summary,
          })),
        );
      script("_cards/records.js").catch(reject);
    });
    return loading;
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

  return { root, script, records, make, chip, shownId };
})();
