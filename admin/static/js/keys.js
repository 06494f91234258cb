// Letters for who works through lists all day: j and k walk, Enter opens (the browser's own), / searches, n turns
// the page, g and a letter goes to a section, ? shows them all. Nothing is taken from a field, a dialog or a key
// with Ctrl, Alt or Command; whoever does not want them switches them off in the same dialog (WCAG 2.1.4).
"use strict";

const STORE = "anwen.keys";
const G_MS = 1500;
const LINES = ".case__link, .candidate__what a, .list-group-item a, .waits a, tbody tr";
const SEARCHES = "input[type=search], [role=search] input:not([type=hidden]), .filters input:not([type=hidden]), .filters select";

const main = document.getElementById("content");
const dialog = document.getElementById("keys");
const toggle = document.getElementById("keys-on");
let waitingForSection = 0;

const seen = (element) => element.getClientRects().length > 0;
const areOn = () => {
    try {
        return localStorage.getItem(STORE) !== "off";
    } catch {
        return true;
    }
};

function lines() {
    const found = [];
    for (const line of main.querySelectorAll(LINES)) {
        const link = line.matches("a") ? line : line.querySelector("a[href]");
        if (link && seen(link) && !found.includes(link)) {
            found.push(link);
        }
    }
    return found;
}

function walk(step, mustStandOnOne) {
    const all = lines();
    const at = all.indexOf(document.activeElement);
    if (all.length === 0 || (mustStandOnOne && at < 0)) {
        return false;
    }
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
}

function search() {
    const field = [...main.querySelectorAll(SEARCHES)].find(seen);
    field?.focus();
    field?.select?.();
    return Boolean(field);
}

function turn() {
    const next = main.querySelector("a[rel=next]");
    next?.click();
    return Boolean(next);
}

function section(letter) {
    const link = document.querySelector(`.side__link[data-key="${letter}"]`);
    link?.click();
    return Boolean(link);
}

function show() {
    dialog.showModal();
    return true;
}

const ACTS = {
    j: () => walk(1, false),
    k: () => walk(-1, false),
    ArrowDown: () => walk(1, true),
    ArrowUp: () => walk(-1, true),
    "/": search,
    n: turn,
    "?": show,
    g: () => {
        waitingForSection = Date.now();
        return true;
    },
};

document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping || !areOn()) {
        return;
    }
    const wantsSection = Date.now() - waitingForSection < G_MS && /^[a-z]$/.test(event.key);
    waitingForSection = 0;
    const done = wantsSection ? section(event.key) : Object.hasOwn(ACTS, event.key) && ACTS[event.key]();
    if (done) {
        event.preventDefault();
    }
});

document.getElementById("keys-open").addEventListener("click", show);
toggle.checked = areOn();
toggle.addEventListener("change", () => {
    try {
        localStorage.setItem(STORE, toggle.checked ? "on" : "off");
    } catch {
        toggle.checked = true;
    }
});
