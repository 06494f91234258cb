/**
 * A page that answers a form stands in the browser's history as that form: whoever goes on from it and comes
 * back is told that the page has expired, and to send again. Here the entry becomes the page of the form, which
 * a step back asks for anew, and keeps what was typed: with the entry of this tab alone, never with us. Files
 * have to be chosen again. Left out are forms that say who somebody is (autocomplete="off"), and the tip, whose
 * draft we keep. Without this script it is as it ever was.
 */
(function () {
    "use strict";
    const KEPT = 'main form[method="post"]:not([autocomplete="off"], [data-file])';
    // What a form was begun on goes with what was typed: else it would be saved over what others wrote since.
    const BEGUN_ON = "input[name=base], input[name=version], input[name=seen], input[name^=was-]";
    const NAMED = `input:not([type=hidden], [type=file], [type=password]), select, textarea, ${BEGUN_ON}`;
    const answered = document.currentScript.dataset.page;

    function fields() {
        return [...document.querySelectorAll(KEPT)].flatMap((form) =>
            [...form.querySelectorAll(NAMED)]
                .filter((field) => field.name)
                .map((field) => [`${new URL(form.action).pathname} ${field.name} ${choice(field)}`, field]),
        );
    }

    function choice(field) {
        return field.type === "radio" || field.type === "checkbox" ? field.value : "";
    }

    function keep() {
        const typed = Object.fromEntries(
            fields().map(([name, field]) => [name, choice(field) ? field.checked : field.value]),
        );
        history.replaceState({ typed }, "", answered);
    }

    function fillIn(typed) {
        for (const [name, field] of fields()) {
            if (!(name in typed)) continue;
            if (choice(field)) field.checked = typed[name];
            else field.value = typed[name];
        }
    }

    // A form that came too late, after its session: the page is opened anew, and what was typed goes back into it.
    // It waits in this window alone, until then.
    const AGAIN = "anwen-again";

    function takeAlong() {
        const words = [...document.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one.value]);
        sessionStorage.setItem(AGAIN, JSON.stringify([this.pathname, words]));
    }

    function putBack() {
        const [page, words] = JSON.parse(sessionStorage.getItem(AGAIN) || "[]");
        const forms = document.querySelectorAll(KEPT);
        // Of several forms none is known to be the one.
        if (page !== location.pathname || forms.length !== 1) return;
        sessionStorage.removeItem(AGAIN);
        for (const [name, value] of words) {
            for (const field of forms[0].querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)) {
                if (!choice(field)) field.value = value;
                else if (field.value === value) field.checked = true;
            }
        }
        const told = document.createElement("p");
        told.className = "card done";
        told.setAttribute("role", "status");
        told.textContent = "刚才填的放回来了。姓名、电话请再填一次，看过没错再提交。";
        forms[0].before(told);
    }

    const again = document.querySelector("a[data-again]");
    if (again) again.addEventListener("click", takeAlong);
    else putBack();

    if (answered) keep();
    else if (history.state?.typed) fillIn(history.state.typed);
})();
