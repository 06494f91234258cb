// What a form owes to clumsy hands: one double click sends it once, what was refused is where one types next,
// and a paste that does not fit says so.
"use strict";

// A block: all scripts of a page share their outermost names.
{
    const AGAIN_MS = 4000; // A file that is taken out leaves the page where it is: later it may be sent again.
    const onTheWay = new WeakMap(); // The form, and with which of its buttons.

    // Whoever was signed out while typing finds the words on a page that does not know what each answered: the
    // names of the fields, and none of the words, wait for it in this window.
    const LABELS = "anwen-labels";

    const keepLabels = (form) => {
        const labels = [...form.elements]
            .filter((field) => field.name && field.labels?.length && field.type !== "checkbox" && field.type !== "radio")
            .map((field) => [field.name, field.labels[0].innerText.replace("*", "").trim()]);
        if (labels.length) {
            sessionStorage.setItem(LABELS, JSON.stringify(Object.fromEntries(labels)));
        }
    };

    const labels = JSON.parse(sessionStorage.getItem(LABELS) ?? "{}");
    for (const line of document.querySelectorAll("[data-label-of]")) {
        const label = labels[line.dataset.labelOf];
        if (label) {
            line.textContent = label;
            line.hidden = false;
            line.nextElementSibling.setAttribute("aria-label", label);
        }
    }

    // A sentence below a field or a button, and not twice; an empty one takes it away.
    const told = new WeakMap();

    const tell = (field, words) => {
        told.get(field)?.remove();
        told.delete(field);
        if (words) {
            const line = document.createElement("div");
            line.className = "fault";
            line.setAttribute("role", "alert");
            line.textContent = words;
            field.after(line);
            told.set(field, line);
        }
    };

    // More than the office takes at once would come back as a page of its own. A Chinese sign is sent as 9 bytes.
    const mostBytes = Number(document.currentScript.dataset.mostBytes);

    const overBy = (form) => {
        if (form.enctype !== "application/x-www-form-urlencoded") {
            return 0;
        }
        const over = String(new URLSearchParams(new FormData(form))).length - mostBytes;
        return over > 0 ? Math.ceil(over / 9 / 100) * 100 : 0;
    };

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (event.defaultPrevented || form.method !== "post") {
            return;
        }
        const button = event.submitter ?? form;
        if (onTheWay.get(form) === button) {
            event.preventDefault();
            return;
        }
        const over = overBy(form);
        const pressed = event.submitter ?? [...form.elements].find((one) => one.type === "submit");
        tell(pressed, over > 0 ? `写的太多，一次交不上，大约要删${over}个字。还没有提交，您写的都在这一页上。` : "");
        if (over) {
            event.preventDefault();
            return;
        }
        keepLabels(form);
        onTheWay.set(form, button);
        setTimeout(() => onTheWay.get(form) === button && onTheWay.delete(form), AGAIN_MS);
    });

    // One tick for all of a page, of a form whose boxes have one name; without this script each is ticked.
    for (const line of document.querySelectorAll("[data-ticks-all]")) {
        const all = line.querySelector("input");
        const boxes = [...all.form.elements].filter((box) => box.name === line.dataset.ticksAll);
        const follow = () => {
            const ticked = boxes.filter((box) => box.checked).length;
            all.checked = ticked === boxes.length;
            all.indeterminate = ticked > 0 && !all.checked;
        };
        all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
        boxes.forEach((box) => box.addEventListener("change", follow));
        follow();
        line.hidden = boxes.length < 2;
    }

    // A form that came back: on with the field that was refused.
    const wrong = document.querySelector("main [aria-invalid=true]");
    (wrong?.matches("fieldset") ? wrong.querySelector("input") : wrong)?.focus();

    // Browsers cut what is pasted at maxlength without a word.
    document.addEventListener("paste", (event) => {
        const field = event.target;
        if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || field.maxLength < 0) {
            return;
        }
        const kept = field.value.length - (field.selectionEnd - field.selectionStart);
        const pasted = event.clipboardData?.getData("text").replaceAll("\r\n", "\n").length ?? 0;
        const over = kept + pasted - field.maxLength;
        setTimeout(() => tell(field, over > 0 ? `这里最多${field.maxLength}个字，粘贴的太长，后面${over}个字没有放进去。` : ""));
    });
}
