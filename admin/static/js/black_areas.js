// Draw on the photo what must be black: each drawn area fills a row of numbers, each row shows on the photo.
// Without this script the numbers are typed; the server sees no difference.
"use strict";

// A block: all scripts of a page share their outermost names.
{
    const LEAST = 0.5; // percent: less is a tap, not an area
    const picture = document.querySelector("[data-black]");
    const list = document.querySelector("[data-black-rows]");
    const rows = () => [...list.children];
    const boxes = (row) => [...row.querySelectorAll("input")];
    const isEmpty = (row) => boxes(row).every((box) => box.value.trim() === "");

    const place = (shade, [left, top, right, bottom]) => {
        Object.assign(shade.style, {
            left: `${left}%`,
            top: `${top}%`,
            width: `${right - left}%`,
            height: `${bottom - top}%`,
        });
    };

    const shadeOf = (edges) => {
        const shade = document.createElement("span");
        shade.className = "black__area";
        place(shade, edges);
        return shade;
    };

    const show = () => {
        picture.querySelectorAll(".black__area").forEach((shade) => shade.remove());
        for (const row of rows()) {
            const edges = boxes(row).map((box) => (box.value.trim() === "" ? NaN : Number(box.value)));
            const [left, top, right, bottom] = edges;
            if (left >= 0 && top >= 0 && left < right && top < bottom && right <= 100 && bottom <= 100) {
                picture.append(shadeOf(edges));
            }
            row.querySelector("[data-black-clear]").hidden = isEmpty(row);
        }
    };

    const emptyRow = () => {
        const free = rows().find(isEmpty);
        if (free || rows().length >= Number(list.dataset.most)) {
            return free;
        }
        const added = rows()[0].cloneNode(true);
        boxes(added).forEach((box) => {
            box.value = "";
            box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+/, rows().length + 1));
        });
        list.append(added);
        return added;
    };

    const at = (event) => {
        const { left, top, width, height } = picture.getBoundingClientRect();
        const part = (way, whole) => Math.min(100, Math.max(0, (100 * way) / whole));
        return [part(event.clientX - left, width), part(event.clientY - top, height)];
    };

    const between = ([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];

    let begun = null;
    picture.addEventListener("pointerdown", (event) => {
        if (event.button === 0) {
            begun = { from: at(event), shade: shadeOf([0, 0, 0, 0]) };
            picture.append(begun.shade);
            picture.setPointerCapture(event.pointerId);
        }
    });
    picture.addEventListener("pointermove", (event) => {
        if (begun) {
            place(begun.shade, between(begun.from, at(event)));
        }
    });
    picture.addEventListener("pointerup", (event) => {
        if (!begun) {
            return;
        }
        const edges = between(begun.from, at(event));
        const row = edges[2] - edges[0] >= LEAST && edges[3] - edges[1] >= LEAST ? emptyRow() : null;
        if (row) {
            boxes(row).forEach((box, nth) => {
                box.value = edges[nth].toFixed(1);
            });
        }
        begun = null;
        show();
    });
    picture.addEventListener("pointercancel", () => {
        begun = null;
        show();
    });
    list.addEventListener("input", show);
    list.addEventListener("click", (event) => {
        const clear = event.target.closest("[data-black-clear]");
        if (clear) {
            boxes(clear.closest("li")).forEach((box) => {
                box.value = "";
            });
            show();
        }
    });
    document.querySelector(".black__hint").hidden = false;
    show();
}
