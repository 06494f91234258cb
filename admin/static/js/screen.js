/**
 * The wall keeps itself up to date: it asks for the figures every few seconds and draws them. When no answer
 * comes, what was drawn stays, paler, and the page says since when it is old; it goes on asking for ever.
 */
(function () {
    "use strict";
    const told = document.body.dataset;
    const every = Number(told.every) * 1000;
    const patience = 8000;
    const svgSpace = "http://www.w3.org/2000/svg";
    const byId = (name) => document.getElementById(name);
    const clockWords = new Intl.DateTimeFormat("zh-CN", {
        timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
    });
    let ahead = 0;
    let latest = null;
    let shown = {};

    function element(name, className, text) {
        const made = document.createElement(name);
        if (className) made.className = className;
        if (text !== undefined) made.textContent = text;
        return made;
    }

    function drawn(name, attributes, text) {
        const made = document.createElementNS(svgSpace, name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        if (text !== undefined) made.textContent = text;
        return made;
    }

    function numbers(listed) {
        const before = shown;
        shown = {};
        byId("numbers").replaceChildren(
            ...listed.map(function (one) {
                const card = element("div", `number number--${one.key}`);
                card.dataset.key = one.key;
                if (one.key in before && before[one.key] !== one.value) card.classList.add("number--moved");
                shown[one.key] = one.value;
                card.append(element("p", "number__label", one.label));
                card.append(element("p", "number__value", one.value));
                card.append(element("p", "number__note", one.note));
                return card;
            }),
        );
    }

    function hours(told) {
        // Drawn in the pixels of its place, so that its letters are as large as the others.
        const place = byId("hours");
        const letter = parseFloat(getComputedStyle(document.documentElement).fontSize);
        const width = Math.max(280, place.clientWidth), height = Math.max(6 * letter, Math.min(place.clientHeight, 40 * letter));
        const foot = 1.7 * letter, head = 1.6 * letter, left = 2 * letter;
        const most = Math.max(4, ...told.today, ...told.usual);
        const step = (width - left) / 24;
        const tall = (count) => (count / most) * (height - foot - head);
        const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
        for (const part of [0.5, 1]) {
            const y = height - foot - tall(most * part);
            picture.append(drawn("line", { class: "rule", x1: left, x2: width, y1: y, y2: y }));
            picture.append(drawn("text", { class: "scale", x: left - 6, y: y + letter / 3, "text-anchor": "end" }, Math.round(most * part)));
        }
        for (let hour = 0; hour < 24; hour += 1) {
            const x = left + hour * step;
            const usual = tall(told.usual[hour]), today = tall(told.today[hour]);
            picture.append(drawn("rect", { class: "usual", x: x + 1, width: step - 2, y: height - foot - usual, height: usual }));
            const now = hour === told.now ? " today--now" : "";
            picture.append(drawn("rect", { class: `today${now}`, x: x + step * 0.24, width: step * 0.52, y: height - foot - today, height: today }));
            if (hour % 3 === 0) {
                picture.append(drawn("text", { class: "scale", x: x + step / 2, y: height - letter / 3, "text-anchor": "middle" }, `${hour}时`));
            }
            if (told.today[hour] && hour === told.now) {
                picture.append(drawn("text", { class: "count", x: x + step / 2, y: height - foot - Math.max(today, usual) - 8, "text-anchor": "middle" }, told.today[hour]));
            }
        }
        place.replaceChildren(picture);
        place.setAttribute("aria-label", `今天各时段提问数：${told.today.map((count, hour) => `${hour}时${count}`).join("，")}`);
    }

    function bar(label, share, value, note) {
        const line = element("div", "bar");
        const track = element("div", "bar__track");
        const fill = element("div", "bar__fill");
        fill.style.width = `${Math.max(0, Math.min(100, share))}%`;
        track.append(fill);
        line.append(element("span", "bar__label", label), track, element("span", "bar__value", value));
        if (note) line.append(element("span", "bar__note", note));
        return line;
    }

    function bars(place, lines, empty) {
        byId(place).replaceChildren(...(lines.length ? lines : [element("p", "empty", empty)]));
    }

    function towns(told) {
        const map = byId("towns");
        map.style.gridTemplateColumns = `repeat(${told.columns}, minmax(0, 1fr))`;
        map.classList.toggle("map--many", told.tiles.length > 30);
        map.classList.toggle("map--few", told.tiles.length <= 12);
        map.replaceChildren(
            ...told.tiles.map(function (one) {
                const tone = one.major ? "red" : one.overdue ? "amber" : "calm";
                const tile = element("div", `tile tile--${tone}`);
                tile.style.gridColumn = one.column + 1;
                tile.style.gridRow = one.row + 1;
                tile.append(element("p", "tile__name", one.name));
                const count = element("p", "tile__count", "隐患 ");
                count.append(element("b", "", one.open));
                tile.append(count);
                const worse = [one.overdue ? `逾期${one.overdue}` : "", one.major ? `重大${one.major}` : ""];
                tile.append(element("p", "tile__worse", worse.filter(Boolean).join(" · ") || "无逾期"));
                tile.append(element("p", "tile__tips", `举报 ${one.tips}`));
                return tile;
            }),
        );
        if (!told.tiles.length) map.replaceChildren(element("p", "empty", "还没有导入区划。"));
    }

    function draw(told) {
        numbers(told.numbers);
        hours(told.hours);
        const most = Math.max(1, ...told.subjects.map((one) => one.count));
        bars("subjects", told.subjects.map((one) => bar(one.label, (one.count / most) * 100, one.count)), "今天还没有人问。");
        towns(told.towns);
        bars("rates", told.rates.map((one) => bar(one.label, one.percent || 0, one.percent === null ? "—" : `${one.percent}%`, one.note)), "");
        bars("coverage", told.coverage.map((one) => bar(one.label, one.percent, `${one.percent}%`, `${one.touched} / ${one.listed}`)), "还没有导入场所名单。");
        const asked = told.asked.map((one) => element("li", "", one.label));
        byId("asked").replaceChildren(...(asked.length ? asked : [element("li", "empty", "还没有。")]));
        byId("day").textContent = told.day;
    }

    function lost(words) {
        document.body.classList.add("wall--stale");
        byId("lost").hidden = false;
        byId("lost").textContent = words;
        byId("status").textContent = "";
    }

    function closed() {
        lost("这块屏幕已停用或者登录已过期，请重新打开。");
        for (const name of ["numbers", "hours", "subjects", "towns", "rates", "coverage", "asked"]) byId(name).replaceChildren();
        shown = {};
    }

    async function ask() {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), patience);
        try {
            const answer = await fetch(told.figures, { redirect: "manual", cache: "no-store", signal: stop.signal });
            if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
                closed();
                return;
            }
            if (!answer.ok) throw new Error("not now");
            const figures = await answer.json();
            if (figures.edition !== told.edition) {
                location.reload();
                return;
            }
            ahead = Date.parse(figures.at) - Date.now();
            latest = new Date(figures.at);
            draw(figures);
            document.body.classList.remove("wall--stale");
            byId("lost").hidden = true;
            byId("status").textContent = `${clockWords.format(latest)} 更新`;
        } catch {
            lost(latest ? `${clockWords.format(latest)} 以后没有更新：连不上服务器，正在重连……` : "连不上服务器，正在重连……");
        } finally {
            clearTimeout(timer);
        }
    }

    async function forever() {
        await ask();
        setTimeout(forever, every);
    }

    function tick() {
        byId("clock").textContent = clockWords.format(new Date(Date.now() + ahead));
    }

    const shade = byId("shade");
    function light(isLight) {
        document.body.classList.toggle("wall--light", isLight);
        shade.setAttribute("aria-pressed", String(isLight));
    }
    shade.addEventListener("click", function () {
        const isLight = shade.getAttribute("aria-pressed") !== "true";
        light(isLight);
        try {
            localStorage.setItem("wall-light", isLight ? "1" : "");
        } catch {
            // A browser that keeps nothing forgets the colour; nothing else depends on it.
        }
    });
    try {
        light(localStorage.getItem("wall-light") === "1");
    } catch {
        light(false);
    }
    setInterval(tick, 1000);
    tick();
    forever();
})();
