// Compares files with the fingerprints that are published here. It runs in the
// reader's own browser: files are read, never sent. What is fetched is a list of all
// published fingerprints that begin with the same two digits, so that not even the
// whole fingerprint of a reader's file leaves the device.
"use strict";

(() => {
  const check = document.querySelector(".check");
  if (!check) {
    return;
  }
  const words = check.dataset;
  const root = document.body.dataset.root;
  const input = check.querySelector("input");
  const drop = check.querySelector(".drop");
  const results = check.querySelector(".results");
  check.hidden = false;

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  async function digest(file) {
    const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
  }

  async function find(hex) {
    const response = await fetch(`${root}digests/${hex.slice(0, 2)}.json`);
    if (response.status === 404) {
      return undefined;
    }
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    const list = await response.json();
    return Object.hasOwn(list, hex) ? list[hex] : undefined;
  }

  async function look(file) {
    const item = document.createElement("li");
    item.textContent = fill(words.working, { name: file.name });
    results.append(item);
    let verdict = "failed";
    let found;
    try {
      found = await find(await digest(file));
      verdict = found ? found.status : "unknown";
    } catch {
      // no WebCrypto, a file that cannot be read, or no list: said as it is
    }
    item.className = verdict;
    item.textContent = fill(words[verdict], { name: file.name, file: found?.file, title: found?.title });
    if (found) {
      const link = document.createElement("a");
      link.href = root + found.page;
      link.textContent = words.open;
      item.append(" ", link);
    }
  }

  async function lookAll(files) {
    results.replaceChildren();
    for (const file of files) {
      await look(file);
    }
  }

  input.addEventListener("change", () => lookAll(Array.from(input.files)));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    lookAll(Array.from(event.dataTransfer.files));
  });
})();
