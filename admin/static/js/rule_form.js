// Of a rule's methods only the chosen one shows its numbers. Without this script the server decides the same
// when the form is saved.
"use strict";

for (const block of document.querySelectorAll("[data-methods]")) {
    const choice = block.querySelector(":scope > div > select");
    const parts = block.querySelectorAll(":scope > [data-method]");
    const show = () => {
        for (const part of parts) {
            part.hidden = part.dataset.method !== choice.value;
        }
    };
    choice.addEventListener("change", show);
    show();
}
