// A form that is on its way is not sent a second time by the same double click. After a few seconds, or when
// the page comes back, it may be sent again: a file that is taken out leaves the page where it is.
"use strict";

{
    const AGAIN_MS = 4000;
    const onTheWay = new WeakSet();

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (event.defaultPrevented || form.method !== "post") {
            return;
        }
        if (onTheWay.has(form)) {
            event.preventDefault();
            return;
        }
        onTheWay.add(form);
        setTimeout(() => onTheWay.delete(form), AGAIN_MS);
    });
}
