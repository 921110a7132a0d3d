"use strict";
// What is picked, filtered and shown. Texts come into the page by textContent alone, and nothing is asked of a network.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const root = document.documentElement;
const boxes = all("[name=pick]");
const titles = new Map(boxes.map((box) => [box.value, box.dataset.title]));
const fewest = Math.min(Number(document.body.dataset.fewest), titles.size);
const most = Number(document.body.dataset.most);
const asked = new URLSearchParams(location.search);
let picked = [...new Set(all(".now > :not([hidden])").map((each) => each.dataset.of))];

function pick(name, wanted) {
  const next = wanted ? [...picked, name] : picked.filter((each) => each !== name);
  if (next.length > most) return show(`${most} at most: take one away first.`);
  if (next.length < fewest) return show(`${fewest} at least: pick another one first.`);
  picked = next;
  show();
}

function show(refusal = "") {
  for (const box of boxes) box.checked = picked.includes(box.value);
  for (const each of all("[data-of]")) {
    each.hidden = !picked.includes(each.dataset.of) && !(each.closest(".plot") && one("#every")?.checked);
    each.dataset.slot = picked.indexOf(each.dataset.of) + 1;
  }
  for (const each of all("[data-slot-of]")) each.dataset.slot = picked.indexOf(each.dataset.slotOf) + 1;
  align();
  scale();
  differ();
  remember();
  const words = picked.map((name) => titles.get(name)).join(", ");
  one("#status").textContent = refusal || `Side by side: ${words}.`;
  one("#status").classList.toggle("refused", Boolean(refusal));
}

// In the order in which they were picked, also for those who read without seeing.
function align() {
  for (const row of [...all("[data-align]"), one(".now")]) {
    row.style.setProperty("--columns", picked.length);
    for (const name of picked) {
      const part = all(":scope > [data-of]", row).find((each) => each.dataset.of === name);
      if (part) row.append(part);
    }
  }
}

// A plot ends at the greatest of what it shows.
function scale() {
  for (const plot of all(".plot")) {
    const drawings = all("tbody:not([hidden]) svg", plot);
    const top = Math.max(...drawings.map((each) => Number(each.dataset.high))) || 1;
    for (const each of drawings) each.setAttribute("viewBox", `0 0 ${top * 1.01} 10`);
  }
}

function differ() {
  const only = one("#differing").checked;
  const proof = one("#proofs").value;
  for (const row of all("#traits tbody tr")) {
    const cells = all("td:not([hidden])", row);
    const alike = new Set(cells.map((cell) => cell.dataset.value)).size < 2;
    row.hidden = (only && alike) || (proof !== "" && !cells.some((cell) => cell.dataset.proof === proof));
  }
}

function filter() {
  const words = one("#words").value.toLowerCase().split(/\s+/);
  const wanted = all(".filters select").filter((select) => select.value);
  const rows = all(".every tbody tr");
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits = (select) =>
      all("td", row).some((cell) => cell.dataset.column === select.dataset.column && cell.dataset.value === select.value);
    row.hidden = !(words.every((word) => text.includes(word)) && wanted.every(fits));
  }
  one("#count").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length}`;
}

function role() {
  const value = one("[name=role]:checked")?.value;
  for (const part of all(".role")) part.hidden = value !== "all" && part.dataset.role !== value;
  one("#code")?.classList.toggle("single", value !== "all");
}

// The style sheets know the dark colours by what the system prefers, and on a screen alone.
function colour() {
  const theme = one("#theme").value;
  const medium = { light: "not all", dark: "screen" }[theme] ?? "screen and (prefers-color-scheme: dark)";
  dark.forEach((rule) => (rule.media.mediaText = medium));
  root.style.colorScheme = theme || "light dark";
}
const dark = [...document.styleSheets[0].cssRules].filter((rule) => rule.media?.mediaText.includes("prefers-color"));

function large(wanted) {
  root.classList.toggle("large", wanted);
  one("#large").setAttribute("aria-pressed", String(wanted));
}

// In the address, so that a bookmark or a reload shows the same.
function remember() {
  const state = new URLSearchParams({ pick: picked.join(",") });
  if (root.classList.contains("large")) state.set("type", "large");
  if (one("#theme").value) state.set("colours", one("#theme").value);
  try {
    history.replaceState(null, "", `?${state}${location.hash}`);
  } catch {
    // Some browsers allow a file no address but its own.
  }
}

const tip = one("#tip");
let told = null;
function tell(target) {
  const note = target.hash ? all(`${target.hash} .source > *`).map((each) => each.textContent) : [];
  tip.replaceChildren(...[target.dataset.tip, ...note].map(paragraph));
  tip.hidden = false;
  untell();
  target.setAttribute("aria-describedby", "tip");
  told = target;
  place();
}
// Also after a scroll, which the focus itself may have caused.
function place() {
  if (!told) return;
  const box = told.getBoundingClientRect();
  const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
  tip.style.top = `${below ? box.bottom + 6 : box.top - 6 - tip.offsetHeight}px`;
  tip.style.left = `${Math.max(4, Math.min(box.left, root.clientWidth - tip.offsetWidth - 12))}px`;
}
function paragraph(text) {
  const result = document.createElement("p");
  result.textContent = text;
  return result;
}
function untell() {
  told?.removeAttribute("aria-describedby");
  told = null;
}
function hush() {
  tip.hidden = true;
  untell();
}
const tipped = (event) => event.target.closest?.("[data-tip], #tip");
for (const name of ["mouseover", "focusin", "click"]) {
  document.addEventListener(name, (event) => {
    const target = tipped(event);
    if (target === tip) return;
    if (target) tell(target);
    else if (name !== "mouseover" || document.activeElement !== told) hush();
  });
}
document.addEventListener("keydown", (event) => event.key === "Escape" && hush());
document.addEventListener("scroll", place, { passive: true, capture: true });

for (const box of boxes) box.addEventListener("change", () => pick(box.value, box.checked));
for (const each of all("#words, .filters select")) each.addEventListener("input", filter);
for (const each of all("#differing, #proofs")) each.addEventListener("input", differ);
for (const each of all("[name=role]")) each.addEventListener("input", role);
one("#every")?.addEventListener("input", () => show());
one("#theme").addEventListener("input", () => (colour(), remember()));
one("#large").addEventListener("click", () => (large(!root.classList.contains("large")), remember()));
one("#clear").addEventListener("click", () => {
  for (const each of all("#words, .filters select")) each.value = "";
  filter();
});

const before = (asked.get("pick") ?? "").split(",").filter((name) => titles.has(name));
if (before.length >= fewest) picked = [...new Set(before)].slice(0, most);
large(asked.get("type") === "large");
if (["light", "dark"].includes(asked.get("colours"))) one("#theme").value = asked.get("colours");
colour();
filter();
role();
show();
