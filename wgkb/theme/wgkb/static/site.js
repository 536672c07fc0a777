/* What the scripts of the site share: where it is, its records, and how to make elements.
 *
 * Classic scripts and one global name: a page that was opened from disk can load no module.
 */
"use strict";
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
